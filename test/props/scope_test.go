package props

import (
	"reflect"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// A scope that is none, one outside of a stack and an id that is taken are named, by every
// constructor.
func TestScopes(t *testing.T) {
	app := cdktest.App(t)
	stack := awscdk.NewStack(app, jsii.String("test"), nil)
	constructs.NewConstruct(stack, jsii.String("Taken"))
	o := newObjects(stack)
	before := len(cdktest.Paths(app))
	for name, constructor := range constructors {
		valid, build := constructor(o)
		for _, c := range []struct {
			scope     constructs.Construct
			id, field string
		}{{nil, "New", "scope"}, {app, "New", "scope"}, {stack, "", "id"}, {stack, "Taken", "id"}} {
			props := reflect.New(reflect.TypeOf(valid))
			props.Elem().Set(reflect.ValueOf(valid))
			errs := cdktest.Rejected(t, func() { build(c.scope, c.id, props.Interface()) })
			if len(errs) != 1 || errs[0].Field != c.field {
				t.Errorf("%s: id %q in %v: %s", name, c.id, c.scope, cdktest.Lines(errs))
			}
		}
	}
	for scope, id := range map[constructs.Construct]string{nil: "network-dev", constructs.NewRootConstruct(jsii.String("Root")): "Root/network-dev"} {
		if errs := cdktest.Rejected(t, func() { stacks.New(scope, stacks.Config{}) }); len(errs) != 1 || errs[0].Field != "scope" || errs[0].Path != id {
			t.Errorf("stacks: %s", cdktest.Lines(errs))
		}
	}
	if after := len(cdktest.Paths(app)); after != before {
		t.Errorf("%d constructs were created", after-before)
	}
}
