// Package badconfig is the table of what is refused: for each context key and
// each construct what is of a wrong type, out of range, contradictory, without
// its partner or unknown. Refused means: before anything is created, with all
// faults at once, each on a line with its place, its value and the mend.
package badconfig

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/settings"
	"example.com/alb-lambda/test/internal/variant"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m, cdktest.AtRoot) }

// refusal is one wrong configuration.
type refusal struct {
	name string
	// context is what a user says with -c; else make is what a program says.
	context settings.Context
	make    func(s *site)
	// want is how each line begins: path, field, and the problem with its value.
	want []string
}

// site is where the constructs are to be made: a stack "test" that has a
// balancer with a route on it.
type site struct {
	stack    awscdk.Stack
	listener *lambdaalb.Listener
}

// What is given and never asked for anything, since the configuration around it
// is refused.
type (
	someVPC      struct{ awsec2.IVpc }
	someFunction struct{ awslambda.IFunction }
)

func newSite(t *testing.T) *site {
	app := cdktest.NewApp(variant.Context(t, nil), t.TempDir())
	stack := awscdk.NewStack(app, jsii.String("test"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), &awsec2.VpcProps{NatGateways: jsii.Number(0)})
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
	edge.Listener().Route("Taken", &lambdaalb.RouteProps{
		Match: lambdaalb.Match{Paths: []string{"/taken", "/taken/*"}}, Priority: 10,
		Action: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 200}},
	})
	return &site{stack: stack, listener: edge.Listener()}
}

func TestBadConfigurationIsRefused(t *testing.T) {
	cases := slices.Concat(contextRefusals, constructRefusals, lambdaalbRefusals, routeRefusals, monitoringRefusals)
	if len(cases) < 60 {
		t.Errorf("the table has %d cases, and it had 60 once", len(cases))
	}
	s := newSite(t)
	before := paths(s.stack)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			refused := refuse(t, s, c)
			got := strings.Split(refused.Error(), "\n")
			if len(got) != len(c.want) {
				t.Errorf("%d lines, want %d:\n%s", len(got), len(c.want), refused)
			}
			for i, line := range got {
				if i < len(c.want) && !strings.HasPrefix(line, c.want[i]) {
					t.Errorf("line %d is\n%s\nwant\n%s…", i+1, line, c.want[i])
				}
			}
			for _, f := range refused.Faults {
				if f.Path == "" || f.Field == "" || f.Problem == "" || f.Fix == "" {
					t.Errorf("a part is missing: %+v", f)
				}
			}
			if after := paths(s.stack); !slices.Equal(after, before) {
				t.Errorf("something was created: %v", after[len(before):])
			}
		})
	}
}

// refuse gives the error that a case ends in.
func refuse(t *testing.T, s *site, c refusal) (refused *fault.Error) {
	t.Helper()
	defer func() {
		if c.make == nil {
			return
		}
		t.Helper()
		err, _ := recover().(error)
		if !errors.As(err, &refused) {
			t.Fatalf("it ended with %v, want a *fault.Error", err)
		}
	}()
	if c.make != nil {
		c.make(s)
		return nil
	}
	_, err := c.context.Config()
	if !errors.As(err, &refused) {
		t.Fatalf("it ended with %v, want a *fault.Error", err)
	}
	return refused
}

// paths lists all that is in a stack.
func paths(stack awscdk.Stack) []string {
	var all []string
	for _, c := range *stack.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		all = append(all, *c.Node().Path())
	}
	slices.Sort(all)
	return all
}
