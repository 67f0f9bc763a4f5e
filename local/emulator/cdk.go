package emulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// A Deployment is one stage of the application on the emulator.
type Deployment struct {
	*Emulator
	// Stage is the context key "stage". Required.
	Stage string
	// Context holds more context for the CDK toolkit, each "key=value". It may override the
	// architecture.
	Context []string
	// Stdout and Stderr receive the toolkit's output. Default: this process's own.
	Stdout, Stderr io.Writer
}

// assembly is the folder of the stage's cloud assembly. Two stages, or two emulators, never wait
// for each other, and the stage can be destroyed as it was deployed.
func (d *Deployment) assembly() string {
	return filepath.Join(d.stageDir(), "cdk.out")
}

func (d *Deployment) stageDir() string { return filepath.Join(d.Dir, "stages", d.Stage) }

// CDK runs the toolkit on the clone's application, for example "diff", "--fail".
func (d *Deployment) CDK(ctx context.Context, args ...string) error {
	args = append(slices.Clone(args), "--output", d.assembly(),
		"-c", "stage="+d.Stage, "-c", "architecture="+Architecture())
	for _, pair := range d.Context {
		args = append(args, "-c", pair)
	}
	return d.toolkit(ctx, args...)
}

// Compile compiles the application as the toolkit will, so that the next CDK has little to wait
// for. It may take a minute the first time. It does not run the application: true runs in its
// place.
func (d *Deployment) Compile(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "run", "-exec", "true", ".")
	cmd.Dir = d.Root
	cmd.Env = d.Env()
	// it ends the compilers too
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = 10 * time.Second
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("compile the application: %w\n%s", err, bytes.TrimSpace(output))
	}
	return nil
}

// Bootstrap bootstraps the emulator as an AWS account is bootstrapped. It needs no application.
func (d *Deployment) Bootstrap(ctx context.Context) error {
	return d.toolkit(ctx, "bootstrap", "aws://"+Account+"/"+Region, "--app", "", "--output", d.assembly())
}

// Deploy deploys all stacks of the stage.
func (d *Deployment) Deploy(ctx context.Context) error {
	return d.CDK(ctx, "deploy", "--all", "--require-approval", "never")
}

// Destroy destroys all stacks of the stage. It uses the cloud assembly of the last deployment, so
// that the application need not compile.
func (d *Deployment) Destroy(ctx context.Context) error {
	args := []string{"destroy", "--all", "--force"}
	if _, err := os.Stat(filepath.Join(d.assembly(), "manifest.json")); err != nil {
		return d.CDK(ctx, args...)
	}
	return d.toolkit(ctx, append(args, "--app", d.assembly())...)
}

func (d *Deployment) toolkit(ctx context.Context, args ...string) error {
	if os.Getenv("NO_COLOR") != "" {
		args = append(slices.Clone(args), "--no-color") // the toolkit itself reads only the flag
	}
	d.removeStaleLocks()
	cmd := exec.CommandContext(ctx, filepath.Join(d.NodeModules, ".bin", "cdk"), args...)
	cmd.Dir = d.Root
	cmd.Env = d.Env()
	cmd.Stdout, cmd.Stderr = d.Stdout, d.Stderr
	if cmd.Stdout == nil {
		cmd.Stdout = os.Stdout
	}
	if cmd.Stderr == nil {
		cmd.Stderr = os.Stderr
	}
	// The toolkit ends its own children when it is interrupted.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Run(); err != nil {
		return &ToolkitError{Command: args[0], Err: err}
	}
	return nil
}

// removeStaleLocks removes the locks that a killed toolkit left on the assembly. The next one does
// so itself, unless the dead process has not been collected yet, which can take for ever in a
// container without an init process.
func (d *Deployment) removeStaleLocks() {
	locks, _ := filepath.Glob(filepath.Join(d.assembly(), "*.lock")) // the pattern is valid
	for _, lock := range locks {
		if pid, err := os.ReadFile(lock); err == nil && !alive(string(pid)) {
			_ = os.Remove(lock) // if it stays, the toolkit reports it
		}
	}
}

// alive reports whether a process exists and is not a zombie: proc_pid_stat(5).
func alive(pid string) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	_, state, found := strings.Cut(string(stat), ") ")
	return err == nil && found && !strings.HasPrefix(state, "Z") && !strings.HasPrefix(state, "X")
}

// A ToolkitError says that the CDK toolkit failed. The toolkit has already printed why.
type ToolkitError struct {
	// Command is the toolkit's command, for example "deploy".
	Command string
	Err     error
}

func (e *ToolkitError) Error() string { return "cdk " + e.Command + ": " + e.Err.Error() }

func (e *ToolkitError) Unwrap() error { return e.Err }

// Stages lists the stages that were deployed to this emulator since it started, whether or not they
// are complete.
func (e *Emulator) Stages() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(e.Dir, "stages"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var stages []string
	for _, entry := range entries {
		stages = append(stages, entry.Name())
	}
	return stages, nil
}
