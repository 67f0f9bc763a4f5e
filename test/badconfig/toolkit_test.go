package badconfig

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// limit is how long a user waits for a refusal, warm. Nothing waits for the
// network here, so that on a machine that does nothing else, the time is that of
// the processor; beside other tests only the latter tells anything.
const limit = 3 * time.Second

// TestToolkitShowsTheLines runs what a user runs.
func TestToolkitShowsTheLines(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		want []string
	}{
		{"stage", []string{"-c", "stage=Prod"}, []string{`context: stage: "Prod"` + stageRule + "write it like -c stage=prod"}},
		{"unknown key", []string{"-c", "stagee=prod"}, []string{"context: stagee: the key is unknown; did you mean stage?"}},
		{"all at once", []string{"-c", "architecture=arm", "-c", "protect=yes", "-c", "stage="}, []string{
			"context: stage: it is empty; write it like -c stage=prod",
			`context: architecture: "arm" is unknown; use one of arm64, x86_64`,
			`context: protect: "yes" is not true or false; use true or false`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := t.TempDir()
			took := refusedByToolkit(t, out, c.args, c.want)
			if took >= limit { // it had to compile
				took = refusedByToolkit(t, out, c.args, c.want)
			}
			if took >= limit {
				t.Errorf("it took %v, over the limit of %v", took, limit)
			}
		})
	}
}

// refusedByToolkit gives the processor time of the toolkit with all that it runs.
func refusedByToolkit(t *testing.T, out string, args, want []string) time.Duration {
	t.Helper()
	cmd := exec.Command("npx", append([]string{"cdk", "synth", "--output", out}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if exit := cmd.ProcessState.ExitCode(); exit != 1 {
		t.Errorf("exit %d, want 1", exit)
	}
	if !strings.HasPrefix(stderr.String(), strings.Join(want, "\n")+"\n") {
		t.Errorf("it does not begin with\n%s\nbut is\n%s", strings.Join(want, "\n"), stderr.String())
	}
	for _, trace := range []string{"goroutine ", "panic", "jsii", "    at "} {
		if strings.Contains(stdout.String()+stderr.String(), trace) {
			t.Errorf("%q is in the output:\n%s%s", trace, stdout.String(), stderr.String())
		}
	}
	if files, err := os.ReadDir(out); err != nil || len(files) > 0 {
		t.Errorf("something was created: %v %v", files, err)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}
