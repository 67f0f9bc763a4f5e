package place_test

import (
	"errors"
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
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
	if err := place.Check(stack, token).Err(); err == nil || !strings.HasSuffix(err.Error(), " holds a token, which is known at deployment only; give plain text") {
		t.Errorf("a token as an id: %v", err)
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

// TestUndo takes what CDK throws for a validation error, and leaves nothing behind.
func TestUndo(t *testing.T) {
	stack := cdktest.Stack(t)
	create := func(suspects []string, broken func()) func() {
		return func() {
			faults := place.Check(stack, "New")
			defer place.Undo(faults, stack, "New", suspects...)
			constructs.NewConstruct(stack, jsii.String("New"))
			broken()
		}
	}
	var nothing *half
	for _, c := range []struct {
		name     string
		suspects []string
		broken   func()
		want     string
	}{
		{"an error", nil, func() { panic(errors.New("no such zone")) },
			"test/New: props: CDK rejects them: no such zone; change what the message names"},
		{"a text", []string{"Options"}, func() { panic("no such zone") },
			"test/New: Options: CDK rejects them: no such zone; change what the message names"},
		{"a nil pointer", nil, func() { _ = nothing.Construct },
			"test/New: props: they hold an object that CDK did not create; give objects that CDK's constructors or From functions return"},
		{"a validation error", nil, func() {
			faults := fault.New("test/New/Inner")
			faults.Add("Field", "it is nil", "give it")
			faults.PanicIfAny()
		}, "test/New/Inner: Field: it is nil; give it"},
	} {
		if got := cdktest.Lines(cdktest.Rejected(t, create(c.suspects, c.broken))); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
		if left := len(*stack.Node().Children()); left != 0 {
			t.Errorf("%s: %d constructs are left", c.name, left)
		}
	}
	create(nil, func() {})()
	if left := len(*stack.Node().Children()); left != 1 {
		t.Errorf("a construct that CDK accepts: %d constructs, want 1", left)
	}
}
