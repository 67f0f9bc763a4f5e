// Package badconfig shows what becomes of invalid props, for each construct once: the constructor
// panics before it creates anything, with one value that has all errors, each a line with construct
// path, field, problem and fix.
//
// Which values are invalid, and what is said of each, is not its business: that is asserted in the
// tests of the package that rejects them.
package badconfig

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"example.com/alb-lambda/constructs/athenalogs"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/constructs/rollout"
	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

func TestMain(m *testing.M) { cdktest.Main(m, cdktest.AtRoot) }

// site is where the constructs are to be created: a stack that has a load balancer.
type site struct {
	stack awscdk.Stack
	edge  *lambdaalb.ALB
}

// cases have the path and the field of each error, in the order of the props.
var cases = map[string]struct {
	create func(site)
	want   []string
}{
	"network": {func(s site) {
		network.New(s.stack, "Net", &network.Props{CIDR: "10.0.0.0", FlowLogs: &network.FlowLogs{Traffic: "SOME"}})
	},
		[]string{"test/Net: CIDR", "test/Net: FlowLogs.Traffic"}},
	"function": {func(s site) { gofunction.New(s.stack, "Fn", &gofunction.Props{Architecture: "mips", MemoryMB: 127}) },
		[]string{"test/Fn: Package", "test/Fn: Architecture", "test/Fn: MemoryMB"}},
	"rollout": {func(s site) { rollout.New(s.stack, "Roll", &rollout.Props{Strategy: rollout.Strategy{Percent: 100}}) },
		[]string{"test/Roll: Function", "test/Roll: Strategy.Percent"}},
	"API": {func(s site) { restapi.New(s.stack, "API", &restapi.Props{StageName: "a/b", Burst: -1}) },
		[]string{"test/API: Function", "test/API: StageName", "test/API: Burst"}},
	"log bucket": {func(s site) { logbucket.New(s.stack, "Logs", &logbucket.Props{ExpirationDays: -1, NoncurrentDays: 9}) },
		[]string{"test/Logs: ExpirationDays", "test/Logs: NoncurrentDays"}},
	"table of logs": {func(s site) { athenalogs.New(s.stack, "Table", nil) }, []string{"test/Table: Bucket"}},
	"monitoring": {func(s site) { monitoring.New(s.stack, "Mon", &monitoring.Props{APIStage: "dev", Email: "ops"}) },
		[]string{"test/Mon: LoadBalancer", "test/Mon: APIStage", "test/Mon: Email"}},
	"load balancer": {func(s site) {
		lambdaalb.New(s.stack, "ALB", &lambdaalb.Props{HTTPPort: 65536, HTTPS: &lambdaalb.HTTPS{}})
	},
		[]string{"test/ALB: VPC", "test/ALB: HTTPPort", "test/ALB: HTTPS"}},
	"nil props": {func(s site) { lambdaalb.New(s.stack, "ALB", nil) }, []string{"test/ALB: VPC"}},
	"route": {func(s site) { s.edge.Listener().Route("R", &lambdaalb.RouteProps{Priority: -1}) },
		[]string{`test/Edge: route "R"`, `test/Edge: route "R".Priority`, `test/Edge: route "R".Function`}},
	"mount": {func(s site) {
		s.edge.Mount("echo", &lambdaalb.MountProps{Action: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{}}})
	},
		[]string{`test/Edge: route "echo"`}},
	"application": {func(s site) { stacks.New(s.stack, stacks.Config{Stage: "X", Architecture: "y"}) },
		[]string{"stacks: Stage", "stacks: Architecture"}},
}

func TestInvalidPropsCreateNothing(t *testing.T) {
	stack := cdktest.Stack(t)
	s := site{stack, lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)})}
	before := cdktest.Paths(stack)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			errs := cdktest.Rejected(t, func() { c.create(s) })
			var got []string
			for _, e := range errs {
				got = append(got, e.Path+": "+e.Field)
				if e.Problem == "" || e.Fix == "" || unicode.IsUpper([]rune(e.Problem)[0]) || strings.ContainsAny(e.String(), "\n") {
					t.Errorf("not a line with a problem and a fix, in lower case: %q", e)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n  %s\nwant\n  %s\nin\n%s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "), cdktest.Lines(errs))
			}
			if after := cdktest.Paths(stack); !slices.Equal(after, before) {
				t.Errorf("something was created: %v", after[len(before):])
			}
		})
	}
}
