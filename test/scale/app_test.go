package scale

import (
	"fmt"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// stackSize is how many functions are in one stack. A function and its route are seven resources,
// and CloudFormation takes 500 in a stack.
const stackSize = 50

// newApp is an app of many functions behind one load balancer: the load balancer in a stack of its
// own, and in each other stack functions with their routes.
func newApp(functions int, outdir string) (awscdk.App, error) {
	context, err := cdktest.Context(nil)
	if err != nil {
		return nil, err
	}
	app := cdktest.NewApp(context, outdir)
	stack := awscdk.NewStack(app, jsii.String("edge"), nil)
	net := network.New(stack, "Network", nil)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: net.VPC(), SecurityGroup: net.SecurityGroup()})
	for i := range functions {
		if i%stackSize == 0 {
			stack = awscdk.NewStack(app, jsii.Sprintf("services-%d", i/stackSize+1), nil)
		}
		name := fmt.Sprintf("service-%d", i+1)
		function := gofunction.New(stack, name, &gofunction.Props{
			Package:     "./lambda/echo",
			Environment: map[string]string{"SERVICE": name},
		})
		edge.WithScope(stack).Mount("/"+name, &lambdaalb.MountProps{Function: function.Function()})
	}
	return app, nil
}
