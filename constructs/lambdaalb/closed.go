package lambdaalb

import (
	"fmt"

	"example.com/alb-lambda/constructs/internal/annotation"
	"example.com/alb-lambda/constructs/internal/token"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
)

// closedPort warns, when the app is synthesized, of a listener that the security group which was
// given keeps everybody away from. The group itself is not changed.
type closedPort struct {
	listener constructs.IConstruct
	group    awsec2.SecurityGroup
	port     int
	done     bool
}

// warnIfClosed looks at a group of this app; of one that is imported nothing is known.
func warnIfClosed(listener constructs.Construct, given awsec2.ISecurityGroup, port int) {
	if group, owned := given.(awsec2.SecurityGroup); owned {
		awscdk.Aspects_Of(listener).Add(&closedPort{listener: listener, group: group, port: port}, nil)
	}
}

// Visit is called by CDK for the listener and all below it, when nothing is added any more.
func (c *closedPort) Visit(constructs.IConstruct) {
	if c.done {
		return
	}
	c.done = true
	if c.open(c.group.Node().DefaultChild().(awsec2.CfnSecurityGroup)) {
		return
	}
	for _, node := range *c.group.Node().Root().Node().FindAll(constructs.ConstructOrder_PREORDER) {
		// Whose group a rule is for may be known at deployment only: it may be this one.
		rule, ok := node.(awsec2.CfnSecurityGroupIngress)
		if ok && covers(rule.IpProtocol(), rule.FromPort(), rule.ToPort(), c.port) {
			return
		}
	}
	annotation.Warn(c.listener, "lambdaalb:closed-port",
		fmt.Sprintf("security group %s does not let tcp %d in, so that nobody reaches the listener: add an ingress rule to it", *c.group.Node().Path(), c.port))
}

// open says whether the group's own rules let the port in.
func (c *closedPort) open(group awsec2.CfnSecurityGroup) bool {
	rules, _ := awscdk.Stack_Of(group).Resolve(group.SecurityGroupIngress()).([]any)
	for _, r := range rules {
		rule, _ := r.(map[string]any)
		protocol, _ := rule["ipProtocol"].(string)
		if covers(&protocol, number(rule["fromPort"]), number(rule["toPort"]), c.port) {
			return true
		}
	}
	return false
}

func number(value any) *float64 {
	if n, ok := value.(float64); ok {
		return &n
	}
	return nil
}

// covers says whether a rule lets a TCP port in. What is known at deployment only is taken to.
func covers(protocol *string, from, to *float64, port int) bool {
	if protocol == nil || token.Known(protocol) == "" || *protocol == "-1" {
		return true
	}
	if *protocol != "tcp" && *protocol != "6" {
		return false
	}
	return from == nil || to == nil || *from < 0 || *to < 0 || int(*from) <= port && port <= int(*to)
}
