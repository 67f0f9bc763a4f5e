// Package cdktest is shared by all tests that synthesize: one App with the feature flags of
// cdk.json, one Template to read what a stack synthesizes to, and one reader of the references in
// it.
//
// Only what several packages of tests use may enter. It imports no construct and no stack of this
// repository, so that the tests inside a construct's package can use it; the variants of the
// application that the tests compare are in test/internal/variant. What a template should contain
// is not its business.
package cdktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Option changes how Main runs the tests of a package.
type Option func(root string) error

// AtRoot runs the tests in the root of the repository, where the toolkit runs the application.
func AtRoot(root string) error { return os.Chdir(root) }

// Validated leaves CDK's own validation of templates on.
func Validated(string) error { return os.Setenv("CDK_VALIDATION", "true") }

// Main runs the tests of a package with one jsii process, on the Node.js that package.json pins,
// and with a temporary folder that it removes: an app without a folder for its output, as in an
// example, takes one there. CDK's validation of templates takes two thirds of a synth; it is off
// unless Validated is given.
func Main(m *testing.M, options ...Option) {
	code, err := run(m, options)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M, options []Option) (code int, err error) {
	root, err := Root()
	if err != nil {
		return 1, err
	}
	temp, err := os.MkdirTemp("", "cdktest")
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	path := filepath.Join(root, "node_modules", ".bin") + string(os.PathListSeparator) + os.Getenv("PATH")
	err = errors.Join(os.Setenv("PATH", path), os.Setenv("TMPDIR", temp), os.Setenv("CDK_VALIDATION", "false"))
	for _, option := range options {
		err = errors.Join(err, option(root))
	}
	if err != nil {
		return 1, err
	}
	// jsii read the environment when its package was initialized. It has started nothing yet, and
	// reads the environment again after Close.
	jsii.Close()
	defer jsii.Close()
	return m.Run(), nil
}

// Root is the root of the repository: the nearest folder above the working directory that has a
// go.work.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir, nil
		}
	}
	return "", fmt.Errorf("go.work: %w in this folder or above it", fs.ErrNotExist)
}

// Context is the context of the repository's cdk.json, with keys over it.
func Context(keys map[string]any) (map[string]any, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(root, "cdk.json"))
	if err != nil {
		return nil, err
	}
	var config struct{ Context map[string]any }
	if err := json.Unmarshal(text, &config); err != nil {
		return nil, fmt.Errorf("cdk.json: %w", err)
	}
	maps.Copy(config.Context, keys)
	return config.Context, nil
}

// App creates an app with the context of cdk.json that writes to a temporary folder of the test.
func App(t testing.TB) awscdk.App {
	t.Helper()
	context, err := Context(nil)
	if err != nil {
		t.Fatal(err)
	}
	return NewApp(context, t.TempDir())
}

// NewApp creates an app with the context that writes to the folder outdir.
func NewApp(context map[string]any, outdir string) awscdk.App {
	return awscdk.NewApp(&awscdk.AppProps{Context: &context, Outdir: &outdir})
}

// Stack creates an empty stack, named test, in an app of its own.
func Stack(t testing.TB) awscdk.Stack {
	t.Helper()
	return awscdk.NewStack(App(t), jsii.String("test"), nil)
}

// Function creates a function whose code is a line of JavaScript, so that nothing is built.
func Function(scope constructs.Construct, id string) awslambda.Function {
	return awslambda.NewFunction(scope, &id, &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_NODEJS_24_X(),
		Handler: jsii.String("index.handler"),
		Code:    awslambda.Code_FromInline(jsii.String("exports.handler = async () => ({})")),
	})
}

// VPC creates a VPC with public and isolated subnets in two zones, named VPC.
func VPC(scope constructs.Construct) awsec2.Vpc {
	return awsec2.NewVpc(scope, jsii.String("VPC"), &awsec2.VpcProps{
		NatGateways: jsii.Number(0),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
			{Name: jsii.String("Public"), SubnetType: awsec2.SubnetType_PUBLIC},
			{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		},
	})
}

// Paths lists the paths of all constructs below root, in the order of their creation.
func Paths(root constructs.IConstruct) []string {
	var paths []string
	for _, c := range *root.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		paths = append(paths, *c.Node().Path())
	}
	return paths
}

// Rejected calls construct and returns the validation errors that it panics with.
func Rejected(t testing.TB, construct func()) (errs []fault.Fault) {
	t.Helper()
	defer func() {
		t.Helper()
		value := recover()
		err, _ := value.(error)
		var rejected *fault.Error
		if !errors.As(err, &rejected) {
			t.Fatalf("panicked with %v, want a *fault.Error", value)
		}
		errs = rejected.Faults
	}()
	construct()
	return nil
}

// Lines is one validation error a line.
func Lines(errs []fault.Fault) string {
	lines := make([]string, len(errs))
	for i, f := range errs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}
