//go:build !windows

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/proof"
	"example.com/alb-lambda/test/aws/internal/state"
)

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
