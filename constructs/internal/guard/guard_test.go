package guard_test

import (
	"errors"
	"testing"

	"example.com/alb-lambda/constructs/internal/guard"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

// construct is a constructor that goes on as it is told when its own construct exists.
func construct(scope constructs.Construct, id string, then func(own constructs.Construct, c *guard.Construction)) {
	c := guard.Begin(scope, id)
	defer c.End()
	then(constructs.NewConstruct(scope, &id), c)
}

func TestConstructionEndsWithAConstructOrAnError(t *testing.T) {
	stack := cdktest.Stack(t)
	var none awscdk.Stack
	undone := []int{}
	fine := func(constructs.Construct, *guard.Construction) {}
	construct(stack, "Fine", fine)
	for name, c := range map[string]struct {
		scope constructs.Construct
		id    string
		then  func(constructs.Construct, *guard.Construction)
		want  string
	}{
		"no scope":    {nil, "A", fine, "A: scope: it is nil; give the stack, or a construct in it"},
		"a nil stack": {none, "A", fine, "A: scope: it is nil; give the stack, or a construct in it"},
		"no id":       {stack, "", fine, "test: id: it is empty; give the construct an id"},
		"an id twice": {stack, "Fine", fine, `test/Fine: id: "Fine" is the id of another construct; use another`},
		"a validation error": {stack, "A", func(constructs.Construct, *guard.Construction) { guard.Reject("test/A", "Port", "it is 0", "give one") },
			"test/A: Port: it is 0; give one"},
		"an error of CDK": {stack, "A", func(own constructs.Construct, _ *guard.Construction) {
			awss3.NewBucket(own, jsii.String("B"), &awss3.BucketProps{BucketName: jsii.String("UPPER")})
		}, "test/A: props: CDK rejects them: Invalid S3 bucket name (value: UPPER); change the prop that it names"},
		"a panic of Go": {stack, "A", func(own constructs.Construct, c *guard.Construction) {
			c.Undo(func() { undone = append(undone, 1) })
			c.Undo(func() { undone = append(undone, 2) })
			panic("no")
		}, "test/A: props: CDK rejects them: no; change the prop that it names"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				err, _ := recover().(error)
				var rejected *fault.Error
				if !errors.As(err, &rejected) || rejected.Error() != c.want {
					t.Errorf("got %v, want %s", err, c.want)
				}
				if n := len(*stack.Node().Children()); n != 1 {
					t.Errorf("%d children, want the one from before", n)
				}
			}()
			construct(c.scope, c.id, c.then)
		})
	}
	if len(undone) != 2 || undone[0] != 2 {
		t.Errorf("undone in the order %v", undone)
	}
}
