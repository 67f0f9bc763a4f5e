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
	// Context holds more context for the CDK toolkit, each "key=value". It may override the architecture.
	Context []string
	// Stdout and Stderr get what the toolkit says. Default: this process's own.
	Stdout, Stderr io.Writer
}

// assembly is where the stage's cloud assembly is written, so that two stages, or two emulators, never
// wait for each other and the stage can be destroyed as it was deployed.
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

// Compile compiles the application in the way that the toolkit will, so that the next CDK has little to wait for. It may
// take a minute the first time, and does not run it: true runs in its place.
func (d *Deployment) Compile(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "run", "-exec", "true", ".")
	cmd.Dir = d.Root
	cmd.Env = d.Env()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) } // it ends the compilers
	cmd.WaitDelay = 10 * time.Second
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("compile the application: %w\n%s", err, bytes.TrimSpace(said))
	}
	return nil
}

// Bootstrap prepares the emulator for the toolkit, as an AWS account is prepared. It needs no application.
func (d *Deployment) Bootstrap(ctx context.Context) error {
	return d.toolkit(ctx, "bootstrap", "aws://"+Account+"/"+Region, "--app", "", "--output", d.assembly())
}

// Deploy deploys all stacks of the stage and bridges the emulator's gaps.
func (d *Deployment) Deploy(ctx context.Context) error {
	if err := d.CDK(ctx, "deploy", "--all", "--require-approval", "never"); err != nil {
		return err
	}
	return d.Bridge(ctx)
}

// Destroy destroys all stacks of the stage. It uses the cloud assembly of the last deployment, so that an
// application which does not compile just now is no obstacle.
func (d *Deployment) Destroy(ctx context.Context) error {
	args := []string{"destroy", "--all", "--force"}
	if _, err := os.Stat(filepath.Join(d.assembly(), "manifest.json")); err != nil {
		return d.CDK(ctx, args...)
	}
	return d.toolkit(ctx, append(args, "--app", d.assembly())...)
}

func (d *Deployment) toolkit(ctx context.Context, args ...string) error {
	if os.Getenv("NO_COLOR") != "" {
		args = append(slices.Clone(args), "--no-color") // the toolkit itself knows the flag alone
	}
	d.forgetKilled()
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

// forgetKilled removes the locks that a killed toolkit left on the assembly. The next one does so itself, unless
// nobody has collected the dead process yet, which can take forever in a container without an init process.
func (d *Deployment) forgetKilled() {
	locks, _ := filepath.Glob(filepath.Join(d.assembly(), "*.lock")) // the pattern is a good one
	for _, lock := range locks {
		if pid, err := os.ReadFile(lock); err == nil && !alive(string(pid)) {
			_ = os.Remove(lock) // if it stays, the toolkit says so
		}
	}
}

// alive tells whether a process exists and is more than an entry that waits to be collected: proc_pid_stat(5).
func alive(pid string) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	_, state, found := strings.Cut(string(stat), ") ")
	return err == nil && found && !strings.HasPrefix(state, "Z") && !strings.HasPrefix(state, "X")
}

// A ToolkitError says that the CDK toolkit failed. The toolkit has already said why.
type ToolkitError struct {
	// Command is the toolkit's command, for example "deploy".
	Command string
	Err     error
}

func (e *ToolkitError) Error() string { return "cdk " + e.Command + ": " + e.Err.Error() }

func (e *ToolkitError) Unwrap() error { return e.Err }

// Stages lists the stages that were deployed to this emulator since it started, whether or not they are complete.
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
