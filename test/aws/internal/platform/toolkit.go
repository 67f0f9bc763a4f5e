package platform

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// toolkit runs the CDK toolkit of the clone on the app.
type toolkit struct {
	root string    // the clone
	out  io.Writer // what the toolkit says
	env  []string
	more []string // context that the platform adds
}

// run runs a command of the toolkit. When the context ends, the toolkit is interrupted, as by
// Ctrl-C: what CloudFormation has begun goes on.
func (t *toolkit) run(ctx context.Context, s *Settings, args ...string) error {
	args = append(args, "--output", filepath.Join(s.Dir, "cdk.out"), "--no-color")
	for _, pair := range append(s.context(), t.more...) {
		args = append(args, "-c", pair)
	}
	// Of a toolkit that was killed. No other runs: the stage is locked.
	locks, _ := filepath.Glob(filepath.Join(s.Dir, "cdk.out", "*.lock")) // the pattern is valid
	for _, lock := range locks {
		if err := os.Remove(lock); err != nil {
			return err
		}
	}
	cmd := exec.CommandContext(ctx, filepath.Join(t.root, "node_modules", ".bin", "cdk"), args...)
	cmd.Dir = filepath.Join(t.root, "test", "aws")
	cmd.Env = t.env
	cmd.Stdout, cmd.Stderr = t.out, t.out
	cmd.Cancel = func() error { return interrupt(cmd.Process) }
	cmd.WaitDelay = 10 * time.Second
	if err := runWithParent(cmd); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return fmt.Errorf("cdk %s: %w", args[0], err)
	}
	return nil
}

func (t *toolkit) deploy(ctx context.Context, s *Settings) error {
	return t.run(ctx, s, "deploy", "--all", "--require-approval", "never")
}

func (t *toolkit) diff(ctx context.Context, s *Settings) error {
	return t.run(ctx, s, "diff", "--fail")
}

// path is PATH with the tools of the clone first.
func path(root string) string {
	return "PATH=" + filepath.Join(root, "node_modules", ".bin") + string(os.PathListSeparator) + os.Getenv("PATH")
}
