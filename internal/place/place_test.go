package place_test

import (
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

// half is a construct whose embedded construct was never made.
type half struct{ constructs.Construct }

func TestCheck(t *testing.T) {
	app := cdktest.App(t)
	stack := awscdk.NewStack(app, jsii.String("stack"), nil)
	inside := constructs.NewConstruct(stack, jsii.String("Inside"))
	loose := constructs.NewConstruct(app, jsii.String("Loose"))
	const noScope = `New: scope: it is nil, or not a construct; give a construct of the app`
	for _, c := range []struct {
		name  string
		check func(constructs.Construct, string) interface{ Err() error }
		scope constructs.Construct
		id    string
		want  string
	}{
		{"a stack", construct, stack, "New", ""},
		{"a construct in a stack", construct, inside, "New", ""},
		{"a slash, which CDK replaces", construct, stack, "New/Er", ""},
		{"nil", construct, nil, "New", noScope},
		{"a nil pointer", construct, (*half)(nil), "New", noScope},
		{"half a construct", construct, &half{}, "New", noScope},
		{"an app", construct, app, "New", `New: scope: "" is not in a stack; give a stack, or a construct in one`},
		{"outside of a stack", construct, loose, "New", `Loose/New: scope: "Loose" is not in a stack; give a stack, or a construct in one`},
		{"no id", construct, stack, "", `stack/: id: it is empty; give an id that is unique in its scope`},
		{"an id twice", construct, stack, "Inside",
			`stack/Inside: id: "Inside" is the id of another construct in "stack"; give one that is unique in its scope`},
		{"a stack in an app", stacks, app, "New", ""},
		{"a stack without an app", stacks, constructs.NewRootConstruct(jsii.String("Root")), "New",
			`Root/New: scope: "Root" is not in an App; give an App or a Stage`},
		{"a stack twice", stacks, app, "stack", `stack: id: "stack" is the id of another construct in ""; give one that is unique in its scope`},
	} {
		got := ""
		if err := c.check(c.scope, c.id).Err(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	token := *awscdk.Aws_REGION()
	if err := place.Check(stack, token).Err(); err == nil {
		t.Error("a token as an id is accepted")
	}
	if children := len(*stack.Node().Children()); children != 1 {
		t.Errorf("the checks left %d children in the stack, want 1", children)
	}
}

func construct(scope constructs.Construct, id string) interface{ Err() error } {
	return place.Check(scope, id)
}

func stacks(scope constructs.Construct, id string) interface{ Err() error } {
	return place.CheckStack(scope, id)
}
