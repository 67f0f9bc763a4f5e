// Package stage runs a stage of the application on an emulator of the test's own: on a port of its
// own, with all state in a folder of the test, stopped when the test ends. It has what the tests on
// emulators share; what a test expects is its own.
//
// What several tests on the emulator share may enter. What they assert is not its business.
package stage

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/setup"
)

// findings is the folder in which all copies of the clone keep what CDK's check of the templates
// found. The files are named by the contents of the templates.
var findings string

// Main sets up the clone of the test's package, which is two folders below it, writes its path to
// root, and runs the tests.
func Main(m *testing.M, root *string) {
	var err error
	if *root, err = filepath.Abs(filepath.Join("..", "..")); err == nil {
		err = setup.Ensure(context.Background(), *root, func(line string) { fmt.Println(line) })
	}
	findings = filepath.Join(*root, ".local", "templatecheck")
	if err == nil {
		err = os.MkdirAll(findings, 0o700)
	}
	if err == nil {
		// What the compiler makes of the application then depends on no folder: copies of the clone
		// share it.
		err = os.Setenv("GOFLAGS", strings.TrimSpace(os.Getenv("GOFLAGS")+" -trimpath"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	flag.Parse()
	os.Exit(m.Run())
}

// New is an emulator for the application in a folder, on a port of its own. It does not run yet,
// and is stopped when the test ends.
func New(t *testing.T, clone string) *emulator.Emulator {
	t.Helper()
	port, release, err := emulator.ReservePort(t.Context())
	Must(t, err)
	t.Cleanup(release)
	e := emulator.New(emulator.Config{Root: clone, Port: port})
	t.Cleanup(func() {
		if t.Failed() {
			log, _ := os.ReadFile(e.LogFile())
			t.Logf("the emulator's log ends:\n%s", log[max(0, len(log)-4000):])
		}
		if err := stop(e); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return e
}

// Start is New, and starts the emulator and the front ends of what will be deployed to it.
func Start(t *testing.T, clone string) *emulator.Emulator {
	t.Helper()
	e := New(t, clone)
	Must(t, e.Start(t.Context()))
	FrontEnds(t, e, deployed.Options{})
	return e
}

// Deployment is one stage on an emulator. The toolkit's output is shown if the test fails.
func Deployment(t *testing.T, e *emulator.Emulator, stage string, pairs ...string) (*emulator.Deployment, *Output) {
	ShareFindings(t, filepath.Join(e.Dir, "stages", stage, "cdk.out"))
	output := &Output{}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("stage %s: the toolkit's output:\n%s", stage, output)
		}
	})
	return &emulator.Deployment{Emulator: e, Stage: stage, Context: pairs, Stdout: output, Stderr: output}, output
}

// ShareFindings lets the synths to an assembly use what the check of the templates found in those
// of other tests: a template of the same contents is checked once.
func ShareFindings(t *testing.T, assembly string) {
	t.Helper()
	Must(t, os.MkdirAll(assembly, 0o755))
	Must(t, os.Symlink(findings, filepath.Join(assembly, ".templatecheck")))
}

// Step runs a part of a test that needs the parts before it: unlike a subtest, it cannot be run
// alone, and the parts after it do not run if it fails.
func Step(t *testing.T, name string, run func()) {
	t.Helper()
	start := time.Now()
	run()
	t.Logf("%5.1f s  %s", time.Since(start).Seconds(), name)
	if t.Failed() {
		t.Fatalf("%s: failed; the steps after it need it", name)
	}
}

// Resources lists what exists on an emulator.
func Resources(t *testing.T, e *emulator.Emulator) []emulator.Resource {
	t.Helper()
	resources, err := e.Resources(t.Context())
	Must(t, err)
	return resources
}

// Names lists the resources of one kind, for example "bucket".
func Names(t *testing.T, e *emulator.Emulator, kind string) []string {
	t.Helper()
	var names []string
	for _, resource := range Resources(t, e) {
		if resource.Kind == kind {
			names = append(names, resource.Name)
		}
	}
	return names
}

// DeliverLog writes an object to a bucket in the name of Elastic Load Balancing's log delivery,
// which may do what the bucket's policy allows it, and returns the status: 200, 403 if the policy
// does not allow it, 404 if there is no bucket.
func DeliverLog(ctx context.Context, e *emulator.Emulator, bucket, key string) (status int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, e.URL()+"/"+bucket+"/"+key, strings.NewReader("a log"))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=logdelivery.elasticloadbalancing.amazonaws.com/20260101/"+
		emulator.Region+"/s3/aws4_request, SignedHeaders=host, Signature=none")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}

// Replace edits a file: exactly one text, exactly once.
func Replace(t *testing.T, file, from, to string) {
	t.Helper()
	text, err := os.ReadFile(file)
	Must(t, err)
	if n := strings.Count(string(text), from); n != 1 {
		t.Fatalf("%s has %q %d times, want once", file, from, n)
	}
	Must(t, os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o644))
}

// Must fails the test at once if there is an error.
func Must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
