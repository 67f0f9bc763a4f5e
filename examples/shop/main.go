// Command shop is a real service in four stacks: a network and its data, a public and an internal
// load balancer, the services behind them, and their alarms.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

func main() {
	cdkapp.Run(func(app awscdk.App) {
		base := newBase(app)
		edge := newEdge(app, base)
		orders := newServices(app, base, edge)
		newAlarms(app, edge, orders)
	})
}
