package monitoring_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/internal/cdktest"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

// A metric of a target group is named by its load balancer too, which a group that is on none does
// not know.
func TestTargetGroupsAreOnALoadBalancer(t *testing.T) {
	stack := cdktest.Stack(t)
	alb := elb.NewApplicationLoadBalancer(stack, jsii.String("ALB"), &elb.ApplicationLoadBalancerProps{Vpc: cdktest.VPC(stack)})
	before := len(*stack.Node().Children())
	loose := elb.NewApplicationTargetGroup(stack, jsii.String("Loose"), &elb.ApplicationTargetGroupProps{TargetType: elb.TargetType_LAMBDA})
	arn := jsii.String("arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/g/c")
	bare := elb.ApplicationTargetGroup_FromTargetGroupAttributes(stack, jsii.String("Bare"), &elb.TargetGroupAttributes{TargetGroupArn: arn})
	errs := cdktest.Rejected(t, func() {
		monitoring.New(stack, "M", &monitoring.Props{LoadBalancer: alb, TargetGroups: []elb.IApplicationTargetGroup{loose, bare}})
	})
	lines := strings.Split(cdktest.Lines(errs), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "test/M: TargetGroups[0]: no listener forwards to it: ") ||
		!strings.HasPrefix(lines[1], "test/M: TargetGroups[1]: no listener forwards to it: ") {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
	if after := len(*stack.Node().Children()); after != before+2 {
		t.Errorf("%d constructs are left in the stack", after-before-2)
	}
}
