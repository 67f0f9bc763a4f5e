// Package faults lets deployments fail, with the real CDK toolkit on an emulator of AWS: in the
// middle, killed, twice at once, backwards, after changes by hand. Each case ends clean, which is
// checked by listing what exists.
//
// The steps of a test share one emulator and one deployment, and run one after the other. The short
// forms run with all tests; -long runs the long ones. What an emulator cannot show is in
// docs/proof.md.
//
// What goes wrong in AWS or on the machine may enter. Invalid props are the business of
// test/badconfig.
package faults

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/clone"
	"example.com/alb-lambda/test/internal/stage"
)

var long = flag.Bool("long", false, "thousands of objects, and many moments to kill at")

// root is the clone that is tested.
var root string

func TestMain(m *testing.M) { stage.Main(m, &root) }

// A world is a copy of the application, to edit, and an emulator to deploy it to.
type world struct {
	*testing.T
	clone  string
	d      *emulator.Deployment
	output *stage.Output
	// empty is what existed before the application was deployed.
	empty census
}

// begin creates a world and bootstraps its emulator.
func begin(t *testing.T, pairs ...string) *world {
	t.Helper()
	w := &world{T: t, clone: t.TempDir()}
	stage.Must(t, clone.Copy(t.Context(), root, w.clone))
	w.d, w.output = stage.Deployment(t, stage.Start(t, w.clone), "dev", pairs...)
	stage.Must(t, w.d.Bootstrap(t.Context()))
	w.empty = w.count()
	return w
}

// program is a CDK app that is compiled once: the application as it is edited now, or another one.
func (w *world) program(pkg string) string {
	w.Helper()
	file := filepath.Join(w.TempDir(), "app")
	cmd := exec.CommandContext(w.Context(), "go", "build", "-o", file, pkg)
	cmd.Dir = w.clone
	if output, err := cmd.CombinedOutput(); err != nil {
		w.Fatalf("build %s: %v\n%s", pkg, err, output)
	}
	return file
}

// assembly synthesizes the application as it is edited now, to be deployed any number of times.
func (w *world) assembly(pkg string) string {
	w.Helper()
	stage.Must(w.T, w.d.CDK(w.Context(), "synth", "--quiet", "--app", w.program(pkg)))
	to := w.TempDir()
	stage.Must(w.T, os.CopyFS(to, os.DirFS(filepath.Join(w.d.Dir, "stages", w.d.Stage, "cdk.out"))))
	return to
}

// deploy deploys stacks of a cloud assembly, all or only those that are named.
func (w *world) deploy(assembly string, stacks ...string) error {
	which := []string{"--all"}
	if len(stacks) > 0 {
		which = append([]string{"--exclusively"}, stacks...)
	}
	return w.toolkit(w.output, assembly, append([]string{"deploy", "--require-approval", "never"}, which...)...)
}

// toolkit runs the CDK toolkit on a cloud assembly.
func (w *world) toolkit(output *stage.Output, assembly string, args ...string) error {
	cmd := exec.CommandContext(w.Context(), filepath.Join(w.d.NodeModules, ".bin", "cdk"), append(args, "--app", assembly)...)
	cmd.Dir, cmd.Env = w.clone, w.d.Env()
	cmd.Stdout, cmd.Stderr = output, output
	return cmd.Run()
}

// must fails the test at once, with the toolkit's output, if there is an error.
func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatalf("%v\n%s", err, w.tail())
	}
}

// tail is the end of the toolkit's output.
func (w *world) tail() []byte {
	text := []byte(w.output.String())
	return bytes.TrimSpace(text[max(0, len(text)-3000):])
}
