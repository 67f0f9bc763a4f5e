package cdkapp_test

import (
	"os"

	"example.com/alb-lambda/constructs/cdkapp"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
)

// The main function of an app. It has no output to compare: it synthesizes for the toolkit.
func ExampleRun() {
	cdkapp.Run(func(app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("shop"), nil)
		awssns.NewTopic(stack, jsii.String("Orders"), nil)
	})
}

// An app with rules of its own for the check of the templates, in CloudFormation Guard.
func ExampleApp() {
	app := cdkapp.App{
		Define: func(app awscdk.App) {
			stack := awscdk.NewStack(app, jsii.String("shop"), nil)
			awssns.NewTopic(stack, jsii.String("Orders"), nil)
		},
		Rules: &awscdk.CloudFormationValidatePluginProps{GuardRules: &[]*awscdk.ValidationRuleSource{{
			Name:    jsii.String("topics"),
			Content: jsii.String(`rule TOPICS_ARE_ENCRYPTED { Resources.*[ Type == "AWS::SNS::Topic" ].Properties.KmsMasterKeyId exists }`),
		}}},
	}
	app.Run()
}

// An app that reads its program, its context and one file: without a change, it is not synthesized
// again.
func ExampleInputs() {
	app := cdkapp.App{
		Define: func(app awscdk.App) {
			page, err := os.ReadFile("maintenance.html")
			if err != nil {
				panic(err)
			}
			stack := awscdk.NewStack(app, jsii.String("shop"), nil)
			awscdk.NewCfnOutput(stack, jsii.String("Page"), &awscdk.CfnOutputProps{Value: jsii.String(string(page))})
		},
		Inputs: &cdkapp.Inputs{Files: []string{"maintenance.html"}},
	}
	app.Run()
}
