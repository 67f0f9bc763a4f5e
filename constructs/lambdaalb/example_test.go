package lambdaalb_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
)

// A load balancer with two routes, which the toolkit deploys. Requests that match no route get 404.
func ExampleNew() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("shop"), nil)
	net := network.New(stack, "Network", nil)

	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:           net.VPC(),
		SecurityGroup: net.SecurityGroup(),
	})
	users := gofunction.New(stack, "Users", &gofunction.Props{
		Package: "example.com/alb-lambda/lambda/echo", // or a folder, like ./lambda/users
	})
	orders := gofunction.New(stack, "Orders", &gofunction.Props{
		Package: "example.com/alb-lambda/lambda/echo",
	})
	edge.Mount("/users", &lambdaalb.MountProps{Function: users.Function()})
	edge.Mount("/orders", &lambdaalb.MountProps{Function: orders.Function()})
	awscdk.NewCfnOutput(stack, jsii.String("DNSName"), &awscdk.CfnOutputProps{Value: jsii.String(edge.DNSName())})
	app.Synth(nil)

	show(stack, "AWS::ElasticLoadBalancingV2::Listener", "DefaultActions")
	show(stack, "AWS::ElasticLoadBalancingV2::ListenerRule", "Conditions")
	// Output:
	// {"FixedResponseConfig":{"ContentType":"application/json","MessageBody":"{\"message\":\"Not Found\"}","StatusCode":"404"},"Type":"fixed-response"}
	// {"Field":"path-pattern","PathPatternConfig":{"Values":["/users","/users/*"]}}
	// {"Field":"path-pattern","PathPatternConfig":{"Values":["/orders","/orders/*"]}}
}

// show prints a property of all resources of a type as it is in the template, each value of a list
// on a line.
func show(stack awscdk.Stack, kind, property string) {
	found := *assertions.Template_FromStack(stack, nil).FindResources(&kind, nil)
	for _, id := range slices.Sorted(maps.Keys(found)) {
		value := (*found[id])["Properties"].(map[string]any)[property]
		values, list := value.([]any)
		if !list {
			values = []any{value}
		}
		for _, v := range values {
			text, err := json.Marshal(v)
			if err != nil {
				panic(err)
			}
			fmt.Println(string(text))
		}
	}
}
