package main

import (
	"os"

	"example.com/alb-lambda/constructs/gofunction"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// inputs reads a file, a variable and the context, and has a function, all of it in the folder that
// it runs in.
func inputs(app awscdk.App) {
	text, err := os.ReadFile("settings.txt")
	if err != nil {
		panic(err)
	}
	stack := awscdk.NewStack(app, jsii.String("first"), nil)
	gofunction.New(stack, "Function", &gofunction.Props{Package: "./function", Files: map[string]string{"page.html": "page.html"}})
	for name, value := range map[string]any{"File": string(text), "Variable": os.Getenv("TESTAPP"), "Context": app.Node().TryGetContext(jsii.String("testapp"))} {
		awscdk.NewCfnOutput(stack, &name, &awscdk.CfnOutputProps{Value: jsii.Sprintf("is %v", value)})
	}
}
