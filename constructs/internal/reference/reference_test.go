package reference_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/internal/reference"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

// texts are the values of an app in which other tokens are created before.
func texts(t *testing.T, before int) map[string]string {
	app := cdktest.App(t)
	a, b := awscdk.NewStack(app, jsii.String("a"), nil), awscdk.NewStack(app, jsii.String("b"), nil)
	concrete := awscdk.NewStack(app, jsii.String("c"), &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("eu-west-1")}})
	for i := range before {
		awscdk.NewCfnParameter(a, jsii.Sprintf("P%d", i), nil).ValueAsString()
	}
	bucket := awss3.NewBucket(a, jsii.String("Bucket"), nil)
	same := awss3.NewBucket(b, jsii.String("Bucket"), nil)
	export := awscdk.Fn_ImportValue(jsii.String("X"))
	return map[string]string{
		"plain":              reference.Text(a, "plain"),
		"name":               reference.Text(a, *bucket.BucketName()),
		"name, elsewhere":    reference.Text(b, *bucket.BucketName()),
		"other name":         reference.Text(b, *same.BucketName()),
		"ARN":                reference.Text(a, *bucket.BucketArn()),
		"within":             reference.Text(a, "a-"+*bucket.BucketName()+"-"+*bucket.BucketArn()+"-b"),
		"export":             reference.Text(a, *export),
		"export, elsewhere":  reference.Text(b, *awscdk.Fn_ImportValue(jsii.String("X"))),
		"export, in a place": reference.Text(concrete, *awscdk.Fn_ImportValue(jsii.String("X"))),
		"other export":       reference.Text(a, *awscdk.Fn_ImportValue(jsii.String("Y"))),
		"ssm":                reference.Text(a, *awsssm.StringParameter_ValueForStringParameter(a, jsii.String("/x"), nil)),
		"ssm, elsewhere":     reference.Text(b, *awsssm.StringParameter_ValueForStringParameter(b, jsii.String("/x"), nil)),
		"stack name":         reference.Text(a, *awscdk.Aws_STACK_NAME()),
		"stack name, other":  reference.Text(b, *awscdk.Aws_STACK_NAME()),
		"dynamic":            reference.Text(a, "{{resolve:ssm:/x}}"),
		"join":               reference.Text(a, *awscdk.Fn_Join(jsii.String(":"), &[]*string{jsii.String("x"), bucket.BucketName()})),
		"join, other":        reference.Text(b, *awscdk.Fn_Join(jsii.String(":"), &[]*string{jsii.String("x"), same.BucketName()})),
	}
}

func TestText(t *testing.T) {
	got, again := texts(t, 0), texts(t, 3)
	for name, text := range got {
		if again[name] != text {
			t.Errorf("%s: unrelated tokens change %q to %q", name, text, again[name])
		}
	}
	for name, other := range map[string]string{"name": "name, elsewhere", "export": "export, elsewhere", "ssm": "ssm, elsewhere"} {
		if got[name] != got[other] {
			t.Errorf("%s: %q is %q elsewhere", name, got[name], got[other])
		}
	}
	for name, other := range map[string]string{
		"name": "other name", "ARN": "name", "export": "other export", "export, elsewhere": "export, in a place",
		"stack name": "stack name, other", "join": "join, other", "ssm": "export",
	} {
		if got[name] == got[other] {
			t.Errorf("%s and %s are both %q", name, other, got[name])
		}
	}
	if got["plain"] != "plain" || got["dynamic"] != "{{resolve:ssm:/x}}" {
		t.Errorf("plain text changes: %q, %q", got["plain"], got["dynamic"])
	}
	if w := got["within"]; !strings.HasPrefix(w, "a-${Token[a/Bucket/Resource.Ref]}-${Token[a/Bucket/Resource.Arn]}-b") {
		t.Errorf("within: %q", w)
	}
}
