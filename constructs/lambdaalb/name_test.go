package lambdaalb_test

import (
	"regexp"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

// The name of a nested stack is known at deployment only, and longer than a target group's may be.
func TestNestedStacksHaveNamesKnownAtSynth(t *testing.T) {
	groupName := func(unrelated int) string {
		app := cdktest.App(t)
		stack := awscdk.NewStack(app, jsii.String("shop-with-a-rather-long-name"), nil)
		for i := range unrelated {
			awss3.NewBucket(stack, jsii.Sprintf("Bucket%d", i), nil)
		}
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)})
		outer := awscdk.NewNestedStack(stack, jsii.String("Outer"), nil)
		nested := awscdk.NewNestedStack(outer, jsii.String("Nested"), nil)
		edge.WithScope(nested).Mount("/orders", &lambdaalb.MountProps{Function: cdktest.Function(nested, "F")})
		for _, template := range cdktest.Read(t, *app.Synth(nil).Directory(), ".nested.template.json") {
			if groups := template.All(targetGroup); len(groups) == 1 {
				name, _ := groups[0].Properties["Name"].(string)
				return name
			}
		}
		t.Fatal("there is no target group")
		return ""
	}
	name := groupName(0)
	if !regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$`).MatchString(name) {
		t.Errorf("%q is not a name that AWS accepts", name)
	}
	if again := groupName(5); again != name {
		t.Errorf("unrelated buckets change %s to %s", name, again)
	}
}

// Whatever characters a path has, another path has another id.
func TestMountsHaveIDsOfTheirOwn(t *testing.T) {
	stack, edge := edgeOf(t)
	function := cdktest.Function(stack, "F")
	seen := map[string]string{}
	for _, path := range []string{
		"/", "/a/b", "/a--b", "/a-/b", "/a/-b", "/a---b", "/a----b", "/a/--b", "/a-b", "/a//b", "/-", "/--", "/a&b", "/a+b", "/a$b", "/a~b",
	} {
		id := *edge.Mount(path, &lambdaalb.MountProps{Function: function}).Node().Id()
		if other, taken := seen[id]; taken {
			t.Errorf("%s and %s are both %s", other, path, id)
		}
		seen[id] = path
	}
	if seen["Mount--a--b"] != "/a/b" {
		t.Errorf("/a/b has another id: %v", seen)
	}
	if n := len(cdktest.Synth(t, stack).All(rule)); n != len(seen) {
		t.Errorf("%d rules, want %d", n, len(seen))
	}
}

// A path that is known at deployment only is mounted like others, and its id is the same in every
// synthesis.
func TestMountOfAParameter(t *testing.T) {
	id := func(before int) string {
		stack, edge := edgeOf(t)
		for i := range before {
			awscdk.NewCfnParameter(stack, jsii.Sprintf("P%d", i), nil).ValueAsString()
		}
		path := "/" + *awscdk.NewCfnParameter(stack, jsii.String("Path"), nil).ValueAsString()
		route := edge.Mount(path, &lambdaalb.MountProps{Function: cdktest.Function(stack, "F")})
		tpl := cdktest.Synth(t, stack)
		r := tpl.One(rule)
		if got := cdktest.JSON(r.Properties["Conditions"]); got != `[{"Field":"path-pattern","PathPatternConfig":{"Values":[{"Fn::Join":["",["/",{"Ref":"Path"}]]},{"Fn::Join":["",["/",{"Ref":"Path"},"/*"]]}]}}]` {
			t.Errorf("conditions %s", got)
		}
		return *route.Node().Id()
	}
	if first, second := id(0), id(3); first != second {
		t.Errorf("unrelated parameters change the id from %s to %s", first, second)
	}
}
