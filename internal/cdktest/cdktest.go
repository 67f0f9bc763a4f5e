// Package cdktest is what the tests of the constructs share: an app with the
// feature flags of cdk.json, and the template that a stack synthesizes to, read
// as the JSON it is.
package cdktest

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// Main runs the tests of a package with one jsii process, which it ends, and
// with a temporary folder, which it removes: an app without a folder for its
// output, as in an example, takes one there. CDK's own validation of
// templates, two thirds of a synth, is off: it has a test of its own.
func Main(m *testing.M) {
	temp, err := os.MkdirTemp("", "cdktest")
	if err == nil {
		err = errors.Join(os.Setenv("TMPDIR", temp), os.Setenv("CDK_VALIDATION", "false"))
	}
	if err != nil {
		panic(err)
	}
	// jsii took the environment when its package was initialized. It has started
	// nothing yet, and after Close it takes it anew.
	jsii.Close()
	code := m.Run()
	jsii.Close()
	if err := os.RemoveAll(temp); err != nil {
		panic(err)
	}
	os.Exit(code)
}

// Stack makes an empty stack, named test, in an app of its own.
func Stack(t testing.TB) awscdk.Stack {
	t.Helper()
	return awscdk.NewStack(App(t), jsii.String("test"), nil)
}

// App makes an app that has the context of cdk.json and writes to a folder
// that goes with the test.
func App(t testing.TB) awscdk.App {
	t.Helper()
	_, file, _, _ := runtime.Caller(0)
	text, err := os.ReadFile(filepath.Join(filepath.Dir(file), "../../cdk.json"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct{ Context map[string]any }
	if err := json.Unmarshal(text, &config); err != nil {
		t.Fatal(err)
	}
	return awscdk.NewApp(&awscdk.AppProps{
		Outdir:  jsii.String(t.TempDir()),
		Context: &config.Context,
	})
}

// Refused runs construct and gives the faults that it panics with.
func Refused(t testing.TB, construct func()) (faults []fault.Fault) {
	t.Helper()
	defer func() {
		t.Helper()
		err, _ := recover().(error)
		var refused *fault.Error
		if !errors.As(err, &refused) {
			t.Fatalf("panicked with %v, not with a *fault.Error", err)
		}
		faults = refused.Faults
	}()
	construct()
	return nil
}
