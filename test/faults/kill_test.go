package faults

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/clone"
	"example.com/alb-lambda/test/internal/stage"
)

// A killed is the local command in a copy of the clone, to be killed: with all that it started, and without a warning.
type killed struct {
	*testing.T
	clone, program string
	e              *emulator.Emulator
}

func beginKilled(t *testing.T) *killed {
	t.Helper()
	k := &killed{T: t, clone: t.TempDir(), program: filepath.Join(t.TempDir(), "lifecycle")}
	stage.Must(t, clone.Copy(t.Context(), root, k.clone))
	build := exec.CommandContext(t.Context(), "go", "build", "-o", k.program, "./local/lifecycle")
	build.Dir = k.clone
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	port, err := emulator.FreePort(t.Context())
	stage.Must(t, err)
	k.e = emulator.New(emulator.Config{Root: k.clone, Port: port})
	stage.StopAfterwards(t, k.e)
	return k
}

// start starts the command in a process group of its own.
func (k *killed) start(command string) (*exec.Cmd, *stage.Output) {
	k.Helper()
	said := &stage.Output{}
	cmd := exec.CommandContext(k.Context(), k.program, command, "--port", strconv.Itoa(k.e.Port))
	cmd.Dir = k.clone
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stdout, cmd.Stderr = said, said
	stage.Must(k.T, cmd.Start())
	return cmd, said
}

// kill ends a command and all that it started, and tells whether it was still at work.
func (k *killed) kill(cmd *exec.Cmd) bool {
	k.Helper()
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		k.Fatal(err)
	}
	return err != nil
}

// killAt kills the command when it has said something.
func (k *killed) killAt(command, moment string) {
	k.Helper()
	cmd, said := k.start(command)
	said.WaitFor(k.T, moment, time.Minute)
	if !k.kill(cmd) {
		k.Fatalf("%s was over before it was killed at %q:\n%s", command, moment, said)
	}
}

// crash ends the emulator in the middle of up. The toolkit would try to reach it for a minute: up is killed too.
func (k *killed) crash(moment string) {
	k.Helper()
	cmd, said := k.start("up")
	said.WaitFor(k.T, moment, time.Minute)
	pid := k.e.PID()
	if pid == 0 {
		k.Fatal("no emulator runs")
	}
	stage.Must(k.T, syscall.Kill(pid, syscall.SIGKILL))
	if !k.kill(cmd) {
		k.Fatalf("up says that all went well without an emulator:\n%s", said)
	}
}

// run runs the command to its end, which is to be good.
func (k *killed) run(command string, wants ...string) {
	k.Helper()
	cmd, said := k.start(command)
	if err := cmd.Wait(); err != nil {
		k.Fatalf("%s: %v\n%s", command, err, said)
	}
	for _, want := range wants {
		if !strings.Contains(said.String(), want) {
			k.Fatalf("%s does not say %q:\n%s", command, want, said)
		}
	}
}

func (k *killed) up() {
	k.Helper()
	k.run("up", `"integrationType": "apigw"`, `"integrationType": "alb"`, "stage dev is up")
}

func (k *killed) down() {
	k.Helper()
	k.run("down", "no stack, function, load balancer or bucket is left")
}

// TestKilled kills the command at several moments, one after the other, and the emulator too. The next up goes on from
// there, and so does the next down.
func TestKilled(t *testing.T) {
	k := beginKilled(t)
	for _, moment := range []string{"starting the emulator", "cdk bootstrap", "echo-api-dev: deploying..."} {
		k.killAt("up", moment)
	}
	k.crash("alb-lambda-dev: deploying...")
	k.killAt("up", "alb-lambda-dev: deploying...")
	k.up()
	k.killAt("down", "alb-lambda-dev: destroying...")
	k.down()
}

// TestKilledAtManyMoments kills up, and then down, a little later each time, until they are done before that.
func TestKilledAtManyMoments(t *testing.T) {
	const first = 250 * time.Millisecond
	step := 3 * time.Second
	if *long {
		step = first
	}
	k := beginKilled(t)
	k.up() // so that the emulator runs, prepared
	k.down()
	for after, atWork := first, true; atWork; after += step {
		cmd, _ := k.start("up")
		time.Sleep(after)
		if atWork = k.kill(cmd); atWork {
			k.run("up", `"integrationType": "apigw"`, `"integrationType": "alb"`)
		}
		k.down()
		t.Logf("up, killed after %s: recovered", after)
	}
	for after, atWork := first, true; atWork; after += step {
		k.up()
		cmd, _ := k.start("down")
		time.Sleep(after)
		atWork = k.kill(cmd)
		k.run("down")
		t.Logf("down, killed after %s: recovered", after)
	}
}
