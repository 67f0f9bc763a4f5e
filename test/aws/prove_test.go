package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/local/setup"
	"example.com/alb-lambda/test/aws/internal/cost"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/proof"
	"example.com/alb-lambda/test/aws/internal/state"
)

// output is what a command says, and can be looked at while it runs.
type output struct {
	mutex  sync.Mutex
	text   bytes.Buffer
	onLine func(text string)
}

func (o *output) Write(p []byte) (int, error) {
	o.mutex.Lock()
	n, err := o.text.Write(p)
	o.mutex.Unlock()
	if o.onLine != nil {
		o.onLine(string(p))
	}
	return n, err
}

// prove runs the command, and returns what it says and the one stage of the folder.
func prove(ctx context.Context, t *testing.T, dir, stdin string, onLine func(string), args ...string) (code int, said string) {
	t.Helper()
	out := &output{onLine: onLine}
	code = run(ctx, append(args, "--dir", dir), strings.NewReader(stdin), out, out)
	return code, out.text.String()
}

// theStage is the one that a folder has.
func theStage(t *testing.T, dir string) *state.State {
	t.Helper()
	stages := state.List(dir)
	if len(stages) != 1 {
		t.Fatalf("stages %v", stages)
	}
	s, err := state.Open(dir, stages[0])
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wantSteps fails the test unless exactly these steps passed, all others were skipped with the
// reason that the platform gives, and none failed.
func wantSteps(t *testing.T, s *state.State, cannot map[string]string, said string) {
	t.Helper()
	for _, step := range append(proof.Steps(), proof.End()...) {
		result := s.Result(step.Name)
		want := state.Passed
		if cannot[step.Name] != "" {
			want = state.Skipped
		}
		if result == nil || result.Status != want || result.Reason != cannot[step.Name] {
			t.Errorf("step %s: %+v, want %s %s", step.Name, result, want, cannot[step.Name])
		}
	}
	for _, name := range []string{"report.txt", "report.html"} {
		text, err := os.ReadFile(filepath.Join(s.Dir(), name))
		if err != nil || !strings.Contains(string(text), s.Stage) || !strings.Contains(said, name) {
			t.Errorf("%s: %.200s, %v", name, text, err)
		}
	}
	if t.Failed() {
		log, _ := os.ReadFile(filepath.Join(s.Dir(), "log.txt"))
		t.Logf("%s\n%s", said, log[max(0, len(log)-4000):])
	}
}

func root(t *testing.T) string {
	t.Helper()
	root, err := findRoot()
	if err == nil {
		err = setup.Ensure(t.Context(), root, func(line string) { t.Log(line) })
	}
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// TestLocal runs the proof on the front ends of this machine.
func TestLocal(t *testing.T) {
	clone, dir := root(t), t.TempDir()
	code, said := prove(t.Context(), t, dir, "", nil, "--on", "local", "--yes")
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	s := theStage(t, dir)
	wantSteps(t, s, platform.NewFronts(clone, nil).Cannot(), said)
	if len(s.Made) != 0 {
		t.Errorf("made %v", s.Made)
	}
	// What was recorded can be read as vectors are, and has no address of this machine.
	recorded, err := vectors.Load(os.DirFS(filepath.Join(s.Dir(), "recordings")))
	if err != nil || len(recorded) < 100 {
		t.Errorf("%d recordings, %v", len(recorded), err)
	}
	for _, file := range []string{"events.json", "responses.json"} {
		text, err := os.ReadFile(filepath.Join(s.Dir(), "recordings", file))
		if err != nil || bytes.Contains(text, []byte(`"127.0.0.1"`)) {
			t.Errorf("%s: %v", file, err)
		}
	}
	if code, again := prove(t.Context(), t, dir, "", nil, "report", s.Stage); code != 0 || !strings.Contains(again, "Proof of stage "+s.Stage+" on local") {
		t.Errorf("report: %d %s", code, again)
	}
}

func TestCommandLine(t *testing.T) {
	for args, want := range map[string]struct {
		code int
		said string
	}{
		"--on moon --yes":        {2, "--on moon is not aws, emulator or local"},
		"resume":                 {2, "resume STAGE names a stage"},
		"fly":                    {2, `there is no command "fly"`},
		"list stage":             {2, "names a stage"},
		"--domain a.example.com": {2, "are given together"},
		"--speed 3":              {2, "flag provided but not defined"},
		"destroy p0000000":       {1, "there is no stage p0000000"},
		"report ../p0000000":     {1, "is not the name of a stage"},
		"list":                   {0, ""},
		"--help":                 {0, "usage: go run ./test/aws"},
	} {
		if code, said := prove(t.Context(), t, t.TempDir(), "", nil, strings.Fields(args)...); code != want.code || !strings.Contains(said, want.said) {
			t.Errorf("%s: exit code %d\n%s", args, code, said)
		}
	}
}

// TestNothingIsMadeUnlessConfirmed: anything but a yes ends it before anything is made.
func TestNothingIsMadeUnlessConfirmed(t *testing.T) {
	for _, typed := range []string{"", "\n", "no\n", "maybe\n"} {
		dir := t.TempDir()
		code, said := prove(t.Context(), t, dir, typed, nil, "--on", "local")
		if code != 1 || !strings.Contains(said, "nothing was made") || len(state.List(dir)) != 0 {
			t.Errorf("%q: exit code %d, stages %v\n%s", typed, code, state.List(dir), said)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("%q: left %v, %v", typed, left, err)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupted"))
	if code, _ := prove(ctx, t, t.TempDir(), "y\n", nil, "--on", "local"); code != 130 {
		t.Errorf("interrupted at the prompt: exit code %d", code)
	}
}

// stopped is a platform that runs on.
type stopped struct {
	platform.Platform
	count int
}

func (s *stopped) Finish(ctx context.Context) error { s.count++; return ctx.Err() }

// TestAbandon: an emulator that was started for a stage that is not wanted does not run on.
func TestAbandon(t *testing.T) {
	p := &stopped{}
	if err := abandon(t.Context(), &proof.Run{State: state.New(t.TempDir(), "emulator"), Platform: p}); err != nil || p.count != 1 {
		t.Errorf("stopped %d times, %v", p.count, err)
	}
}

// TestAnnouncement: what will be made, for how long and at what cost is said before anything is.
func TestAnnouncement(t *testing.T) {
	for _, without := range []bool{false, true} {
		said := &output{}
		s := state.New(t.TempDir(), "aws")
		s.Account, s.Region, s.WithoutLattice = "123456789012", "eu-central-1", without
		(&command{out: said}).announce(s)
		text := said.text.String()
		for _, part := range []string{
			"Stage " + s.Stage + " is deployed to account 123456789012, eu-central-1", "prove-functions-" + s.Stage + " and prove-edge-" + s.Stage,
			"6 REST APIs, 2 HTTP APIs, two function URLs", names.Tag + "=" + s.Token, "Anybody who finds its addresses", cost.Text(!without), "https://aws.amazon.com/vpc/pricing/",
		} {
			if !strings.Contains(text, part) {
				t.Errorf("without VPC Lattice: %t: %q is missing in\n%s", without, part, text)
			}
		}
		takes := map[bool]string{false: "about an hour and a half, most of it waiting", true: "about an hour, most of it waiting"}[without]
		if strings.Contains(text, "VPC Lattice") == without || !strings.Contains(text, takes) {
			t.Errorf("without VPC Lattice: %t:\n%s", without, text)
		}
	}
}
