package gofunction_test

import (
	"errors"
	"fmt"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// A function that is traced, and invoked through an alias.
func ExampleNew() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("greeter"), nil)
	hello := gofunction.New(stack, "Hello", &gofunction.Props{
		Package:     "./testdata/hello",
		LDFlags:     "-X main.version=1.2.3",
		MemoryMB:    256,
		Environment: map[string]string{"LEVEL": "debug"},
		Tracing:     true,
		Alias:       "live",
	})
	// A front end invokes the alias.
	fmt.Println(*hello.Function().Node().Path())
	// Output: greeter/Hello/Alias
}

// Faulty props are refused all at once, before anything is made.
func ExampleNew_refused() {
	defer func() {
		var refused *fault.Error
		if err, ok := recover().(error); ok && errors.As(err, &refused) {
			fmt.Println(refused)
		}
	}()
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("greeter"), nil)
	gofunction.New(stack, "Hello", &gofunction.Props{MemoryMB: 64})
	// Output:
	// greeter/Hello: Package: it is empty; name a main package, like ./lambda/echo
	// greeter/Hello: MemoryMB: 64 is outside 128..10240; leave it out for 128 MB
}
