package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/local/setup"
	"example.com/alb-lambda/test/aws/internal/cloud"
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

// TestMain runs the command in place of the tests where kill starts it.
func TestMain(m *testing.M) {
	if os.Getenv("PROVE_COMMAND") != "" {
		main()
	}
	os.Exit(m.Run())
}

// kill starts the command as a process of its own, and kills it while the first stack is being
// created, or as soon as it is.
func kill(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "--on", "emulator", "--yes", "--dir", dir)
	cmd.Env = append(os.Environ(), "PROVE_COMMAND=1")
	said := &output{}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			t.Fatalf("it ended before a stack was created: %v\n%s", err, said.text.String())
		case <-time.After(5 * time.Millisecond):
		}
		stages := state.List(dir)
		if len(stages) == 0 {
			continue
		}
		s, err := state.Open(dir, stages[0])
		if err != nil {
			t.Fatal(err)
		}
		if made := s.Find(state.Stack, names.Functions(s.Stage)); made != nil && made.ID != "" {
			break
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	if err := <-ended; err == nil {
		t.Error("it ended by itself")
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

// TestEmulator runs the proof on the emulator: killed while it deploys, interrupted, resumed, kept,
// and destroyed in the end. Nobody else's stacks are touched.
func TestEmulator(t *testing.T) {
	clone, dir := root(t), t.TempDir()
	kill(t, dir)
	s := theStage(t, dir)
	e := platform.NewEmulator(clone, filepath.Join(s.Dir(), "emulator"), s.Port, &output{})
	t.Cleanup(func() {
		if err := e.Stop(context.Background()); err != nil { // the test's context has ended
			t.Error(err)
		}
	})
	if s.Result(names.StepDeploy) != nil || s.Find(state.Stack, names.Edge(s.Stage)) == nil {
		t.Errorf("after the kill: %+v", s)
	}

	ctx, interrupt := context.WithCancel(t.Context())
	code, said := prove(ctx, t, dir, "", func(line string) {
		if strings.Contains(line, names.StepDiff+":") {
			interrupt()
		}
	}, "resume", s.Stage)
	if s = theStage(t, dir); code != 130 || !strings.Contains(said, "go on:    go run ./test/aws resume "+s.Stage) || !strings.Contains(said, "stack "+names.Functions(s.Stage)) {
		t.Fatalf("interrupted: exit code %d\n%s", code, said)
	}
	if s.Result(names.StepDeploy).Status != state.Passed || s.Result(names.StepDiff) != nil {
		t.Errorf("after the interruption: %+v", s)
	}

	code, said = prove(t.Context(), t, dir, "n\n", nil, "resume", s.Stage)
	if s = theStage(t, dir); code != 1 || !strings.Contains(said, "it is still there") || s.Result(names.StepDiffAfter) == nil {
		t.Fatalf("resumed, and not destroyed: exit code %d\n%s", code, said)
	}
	foreign(t, clone, e, s)

	code, said = prove(t.Context(), t, dir, "y\n", nil, "destroy", s.Stage)
	if s = theStage(t, dir); code != 0 || len(s.Left()) != 0 {
		t.Errorf("destroyed: exit code %d, %v", code, s.Left())
	}
	wantSteps(t, s, e.Cannot(), said)
	if e.PID() != 0 {
		t.Error("the emulator runs")
	}
	if code, said := prove(t.Context(), t, dir, "", nil, "resume", s.Stage); code != 1 || !strings.Contains(said, "is destroyed") {
		t.Errorf("resumed after all: exit code %d\n%s", code, said)
	}
}

// foreign lets another run, with the same name and another token, deploy and destroy the stacks of
// a stage: neither touches them, and the stage keeps its own.
func foreign(t *testing.T, clone string, e *platform.Emulator, s *state.State) {
	t.Helper()
	other := state.New(t.TempDir(), "emulator")
	other.Stage, other.Key, other.Port = s.Stage, s.Key, s.Port
	r := &proof.Run{State: other, Platform: e, Root: clone, Tell: func(string) {}}
	if err := r.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := r.Do(t.Context(), slices.DeleteFunc(proof.Steps(), func(step proof.Step) bool { return step.Name != names.StepDeploy })); err != nil {
		t.Fatal(err)
	}
	if result := other.Result(names.StepDeploy); result.Status != state.Failed || !strings.Contains(result.Reason, cloud.ErrForeign.Error()) {
		t.Errorf("the deployment of another run: %+v", result)
	}
	// Even where it has the ids.
	for _, made := range s.Made {
		other.Made = append(other.Made, &state.Made{Kind: made.Kind, Name: made.Name, ID: made.ID})
	}
	if err := r.Do(t.Context(), proof.End()); err != nil {
		t.Fatal(err)
	}
	if result := other.Result(names.StepDestroy); result.Status != state.Failed || strings.Count(result.Reason, cloud.ErrForeign.Error()) != len(s.Made) {
		t.Errorf("the destruction by another run: %+v", result)
	}
	for _, made := range s.Made {
		if made.Kind != state.Stack {
			continue
		}
		if stack, err := e.Cloud().Stack(t.Context(), made.ID); err != nil || stack == nil || !strings.HasSuffix(stack.Status, "_COMPLETE") || stack.Deleted() {
			t.Errorf("stack %s: %+v, %v", made.Name, stack, err)
		}
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
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupted"))
	if code, _ := prove(ctx, t, t.TempDir(), "y\n", nil, "--on", "local"); code != 130 {
		t.Errorf("interrupted at the prompt: exit code %d", code)
	}
}
