package gofunction_test

import (
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

const hello = "./testdata/hello"

func TestMain(m *testing.M) { cdktest.Main(m) }

// synth makes one function from props and gives its template.
func synth(t *testing.T, props gofunction.Props) *cdktest.Template {
	t.Helper()
	stack := cdktest.Stack(t)
	if props.Package == "" {
		props.Package = hello
	}
	gofunction.New(stack, "Hello", &props)
	return cdktest.Synth(t, stack)
}

func TestDefaults(t *testing.T) {
	template := synth(t, gofunction.Props{})
	template.Has("AWS::Lambda::Function", `{
		"Runtime": "provided.al2023", "Handler": "bootstrap", "Architectures": ["arm64"],
		"MemorySize": 128, "Timeout": 10,
		"LoggingConfig": {"LogGroup": {"Ref": "HelloLogGroup5522F384"}}}`)
	for _, property := range []string{
		"Description", "Environment", "EphemeralStorage", "FunctionName", "ReservedConcurrentExecutions", "TracingConfig",
	} {
		template.Lacks("AWS::Lambda::Function", property)
	}
	template.Has("AWS::Logs::LogGroup", `{"RetentionInDays": 30}`)
	if policy := template.One("AWS::Logs::LogGroup").DeletionPolicy; policy != "Delete" {
		t.Errorf("the log group's deletion policy is %s", policy)
	}
	template.Count("AWS::Lambda::Version", 0)
	template.Count("AWS::Lambda::Alias", 0)
}

func TestRoleMayWriteToItsOwnLogGroupAlone(t *testing.T) {
	template := synth(t, gofunction.Props{})
	template.Lacks("AWS::IAM::Role", "ManagedPolicyArns")
	template.Lacks("AWS::IAM::Role", "Policies")
	template.One("AWS::IAM::Policy")
	template.Has("AWS::IAM::Policy", `{"PolicyDocument": {"Statement": [{
		"Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Effect": "Allow",
		"Resource": {"Fn::GetAtt": ["HelloLogGroup5522F384", "Arn"]}}]}}`)
}

func TestProps(t *testing.T) {
	template := synth(t, gofunction.Props{
		Architecture:        gofunction.AMD64,
		Description:         "Says hello",
		MemoryMB:            256,
		EphemeralStorageMB:  1024,
		Timeout:             29 * time.Second,
		Environment:         map[string]string{"REGION": *awscdk.Aws_REGION(), "LEVEL": "debug"},
		ReservedConcurrency: new(int),
		LogRetentionDays:    7,
	})
	template.Has("AWS::Lambda::Function", `{
		"Architectures": ["x86_64"], "Description": "Says hello", "MemorySize": 256,
		"EphemeralStorage": {"Size": 1024}, "Timeout": 29, "ReservedConcurrentExecutions": 0,
		"Environment": {"Variables": {"LEVEL": "debug", "REGION": {"Ref": "AWS::Region"}}}}`)
	template.Has("AWS::Logs::LogGroup", `{"RetentionInDays": 7}`)
}

func TestTracingAddsTheTwoXRayActions(t *testing.T) {
	template := synth(t, gofunction.Props{Tracing: true})
	template.Has("AWS::Lambda::Function", `{"TracingConfig": {"Mode": "Active"}}`)
	template.Has("AWS::IAM::Role", `{"Description": "Lets the function write to its own log group and send traces"}`)
	template.Has("AWS::IAM::Policy", `{"PolicyDocument": {"Statement": [
		{"Action": ["logs:CreateLogStream", "logs:PutLogEvents"]},
		{"Action": ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "Resource": "*", "Effect": "Allow"}]}}`)
}

func TestAlias(t *testing.T) {
	stack := cdktest.Stack(t)
	with := gofunction.New(stack, "With", &gofunction.Props{Package: hello, Alias: "live"})
	without := gofunction.New(stack, "Without", &gofunction.Props{Package: hello})
	if with.Alias() == nil || *with.Function().FunctionArn() != *with.Alias().FunctionArn() {
		t.Error("the target of a function with an alias is not the alias")
	}
	if without.Alias() != nil || *without.Function().FunctionArn() != *without.LambdaFunction().FunctionArn() {
		t.Error("the target of a function without an alias is not the function")
	}
	template := cdktest.Synth(t, stack)
	version := template.One("AWS::Lambda::Version")
	if version.DeletionPolicy == "Retain" {
		t.Error("old versions are kept")
	}
	template.Has("AWS::Lambda::Alias", `{"Name": "live",
		"FunctionVersion": {"Fn::GetAtt": ["`+version.ID+`", "Version"]}}`)
}

func TestVersionIsNewOnlyWhenCodeOrConfigurationIs(t *testing.T) {
	version := func(props gofunction.Props, tag string) string {
		stack := cdktest.Stack(t)
		props.Alias = "live"
		if props.Package == "" {
			props.Package = hello
		}
		gofunction.New(stack, "Hello", &props)
		awscdk.Tags_Of(stack).Add(jsii.String("build"), &tag, nil)
		return cdktest.Synth(t, stack).One("AWS::Lambda::Version").ID
	}
	first := version(gofunction.Props{}, "1")
	for name, same := range map[string]string{
		"a second synth":       version(gofunction.Props{}, "1"),
		"another tag":          version(gofunction.Props{}, "2"),
		"a reserve":            version(gofunction.Props{ReservedConcurrency: new(5)}, "1"),
		"the log group's days": version(gofunction.Props{LogRetentionDays: 1}, "1"),
		"versions to be kept":  version(gofunction.Props{RetainVersions: true}, "1"),
	} {
		if same != first {
			t.Errorf("%s publishes a new version: %s, was %s", name, same, first)
		}
	}
	for name, other := range map[string]string{
		"other code":   version(gofunction.Props{Tags: []string{"fancy"}}, "1"),
		"more memory":  version(gofunction.Props{MemoryMB: 256}, "1"),
		"a variable":   version(gofunction.Props{Environment: map[string]string{"LEVEL": "debug"}}, "1"),
		"architecture": version(gofunction.Props{Architecture: gofunction.AMD64}, "1"),
	} {
		if other == first {
			t.Errorf("%s publishes no new version", name)
		}
	}
}

func TestRetainVersions(t *testing.T) {
	template := synth(t, gofunction.Props{Alias: "live", RetainVersions: true})
	if policy := template.One("AWS::Lambda::Version").DeletionPolicy; policy != "Retain" {
		t.Errorf("deletion policy of the version is %q", policy)
	}
}

func TestNewRejects(t *testing.T) {
	stack := cdktest.Stack(t)
	faults := cdktest.Rejected(t, func() {
		gofunction.New(stack, "Hello", &gofunction.Props{MemoryMB: 1})
	})
	if len(faults) != 2 || faults[0].Path != "test/Hello" || faults[0].Field != "Package" || faults[1].Field != "MemoryMB" {
		t.Errorf("faults: %v", faults)
	}
	if children := len(*stack.Node().Children()); children != 0 {
		t.Errorf("a rejected function left %d constructs in the stack", children)
	}
	// Nil props lack what is required too.
	faults = cdktest.Rejected(t, func() { gofunction.New(stack, "Nil", nil) })
	if len(faults) != 1 || !strings.Contains(faults[0].String(), "test/Nil: Package: it is empty") {
		t.Errorf("faults: %v", faults)
	}
}
