package gofunction_test

import (
	"errors"
	"fmt"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
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

// A function in a VPC, with environments that are always ready, and templates beside the
// executable. What has no prop of its own is passed on to CDK by Options.
func ExampleNew_options() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("greeter"), nil)
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
		VpcId:                      jsii.String("vpc-0123456789abcdef0"),
		AvailabilityZones:          jsii.Strings("eu-west-1a"),
		PrivateSubnetIds:           jsii.Strings("subnet-0123456789abcdef0"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0"),
	})
	hello := gofunction.New(stack, "Hello", &gofunction.Props{
		Package:                "./testdata/hello",
		Files:                  map[string]string{"templates": "./testdata/files"},
		Alias:                  "live",
		ProvisionedConcurrency: &gofunction.ProvisionedConcurrency{Executions: 1, Max: 10},
		Options:                &awslambda.FunctionOptions{Vpc: vpc},
	})
	fmt.Println(*hello.LambdaFunction().IsBoundToVpc())
	// Output: true
}

// A function of CDK's own, with the same reproducible build.
func ExampleCode() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("greeter"), nil)
	hello := awslambda.NewFunction(stack, jsii.String("Hello"), &awslambda.FunctionProps{
		Runtime:      awslambda.Runtime_PROVIDED_AL2023(),
		Handler:      jsii.String("bootstrap"),
		Architecture: awslambda.Architecture_ARM_64(),
		Code:         gofunction.Code(stack, &gofunction.CodeProps{Package: "./testdata/hello"}),
	})
	fmt.Println(*hello.Node().Path())
	// Output: greeter/Hello
}

// Invalid props are reported all at once, before anything is created.
func ExampleNew_refused() {
	defer func() {
		var rejected *fault.Error
		if err, ok := recover().(error); ok && errors.As(err, &rejected) {
			fmt.Println(rejected)
		}
	}()
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("greeter"), nil)
	gofunction.New(stack, "Hello", &gofunction.Props{MemoryMB: 64})
	// Output:
	// greeter/Hello: Package: it is empty; name a main package, like ./lambda/echo
	// greeter/Hello: MemoryMB: 64 is outside 128..10240; leave it out for 128 MB
}
