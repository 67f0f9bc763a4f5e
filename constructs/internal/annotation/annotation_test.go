package annotation_test

import (
	"os"
	"testing"

	"example.com/alb-lambda/constructs/internal/annotation"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func warnings(stack awscdk.Stack) int {
	return len(*assertions.Annotations_FromStack(stack).FindWarning(jsii.String("/test"), assertions.Match_AnyValue()))
}

func TestWarn(t *testing.T) {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("test"), nil)
	annotation.Warn(stack, "alb-lambda:test", "it is late")
	found := assertions.Annotations_FromStack(stack).FindWarning(jsii.String("/test"), jsii.String("it is late [ack: alb-lambda:test]"))
	if len(*found) != 1 {
		t.Errorf("found %d warnings, want the one", len(*found))
	}
}

func TestAcknowledgedWarning(t *testing.T) {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("test"), nil)
	awscdk.Annotations_Of(stack).AcknowledgeWarning(jsii.String("alb-lambda:test"), jsii.String("known"))
	annotation.Warn(stack, "alb-lambda:test", "it is late")
	if n := warnings(stack); n != 0 {
		t.Errorf("found %d warnings, want none: it is acknowledged", n)
	}
}
