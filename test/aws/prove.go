package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"example.com/alb-lambda/local/setup"
	"example.com/alb-lambda/test/aws/internal/cost"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/proof"
	"example.com/alb-lambda/test/aws/internal/report"
	"example.com/alb-lambda/test/aws/internal/state"
)

// begin proves on a new stage.
func (c *command) begin(ctx context.Context) (err error) {
	s := state.New(c.dir, c.on)
	s.Domain, s.Zone, s.ZoneID, s.WithoutLattice = c.domain, c.zone, c.zoneID, c.withoutLattice
	if s.Key, err = proof.NewKey(); err != nil {
		return err
	}
	r, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer c.closing(r)
	c.announce(s)
	if err := c.confirm(ctx, "Go on?", "nothing was made"); err != nil {
		return errors.Join(err, abandon(context.WithoutCancel(ctx), r))
	}
	if err := s.Save(); err != nil {
		return err
	}
	return c.prove(ctx, r)
}

// abandon leaves nothing of a stage that was not begun: neither an emulator nor a folder.
func abandon(ctx context.Context, r *proof.Run) error {
	var err error
	if started, ok := r.Platform.(finisher); ok {
		err = started.Finish(ctx)
	}
	return errors.Join(err, os.RemoveAll(r.State.Dir()))
}

// finisher is a platform that runs on when the command ends, until it is stopped.
type finisher interface{ Finish(context.Context) error }

// resume goes on where a run was interrupted, and tries again what failed.
func (c *command) resume(ctx context.Context, stage string) error {
	s, err := state.Open(c.dir, stage)
	if err != nil {
		return err
	}
	if destroyed(s) {
		return fmt.Errorf("stage %s is destroyed; begin a new one", stage)
	}
	r, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer c.closing(r)
	return c.prove(ctx, r)
}

// destroy destroys what a stage has made.
func (c *command) destroy(ctx context.Context, stage string) error {
	s, err := state.Open(c.dir, stage)
	if err != nil {
		return err
	}
	r, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer c.closing(r)
	return c.end(ctx, r)
}

func (c *command) report(stage string) error {
	s, err := state.Open(c.dir, stage)
	if err != nil {
		return err
	}
	return report.Text(c.out, s)
}

func (c *command) list() error {
	for _, stage := range state.List(c.dir) {
		s, err := state.Open(c.dir, stage)
		if err != nil {
			return err
		}
		c.say("%s  %s  begun %s  %d left", s.Stage, s.Platform, s.Begun.Format("2006-01-02 15:04"), len(s.Left()))
	}
	return nil
}

func destroyed(s *state.State) bool {
	result := s.Result(names.StepDestroy)
	return result != nil && result.Status == state.Passed
}

// open opens the platform of a stage.
func (c *command) open(ctx context.Context, s *state.State) (*proof.Run, error) {
	r := &proof.Run{State: s, Root: c.root, Tell: func(line string) { c.say("%s", line) }}
	if err := s.Lock(); err != nil {
		return nil, err
	}
	log, err := c.log(s)
	if err != nil {
		return nil, err
	}
	switch s.Platform {
	case "aws":
		if _, err := os.Stat(filepath.Join(c.root, "node_modules", ".bin", "cdk")); err != nil {
			return nil, errors.New("the CDK toolkit is not installed; make prove-aws installs it")
		}
		r.Platform = platform.NewAccount(c.root, log)
	case "emulator":
		if err := setup.Ensure(ctx, c.root, r.Tell); err != nil {
			return nil, err
		}
		if r.Platform, err = platform.OpenEmulator(ctx, c.root, filepath.Join(s.Dir(), "emulator"), &s.Port, log); err != nil {
			return nil, err
		}
	case "local":
		r.Platform = platform.NewFronts(c.root, log)
	default:
		return nil, fmt.Errorf("%w: --on %s is not aws, emulator or local", errUsage, s.Platform)
	}
	return r, r.Open(ctx)
}

// log is the file for what the toolkit and local/serve say.
func (c *command) log(s *state.State) (io.Writer, error) {
	if err := os.MkdirAll(s.Dir(), 0o700); err != nil {
		return nil, err
	}
	return os.OpenFile(filepath.Join(s.Dir(), "log.txt"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
}

// closing closes the platform.
func (c *command) closing(r *proof.Run) {
	if err := errors.Join(r.Platform.Close(), r.State.Unlock()); err != nil {
		c.say("%v", err)
	}
}

// prove runs the steps, shows how they went, and offers to destroy.
func (c *command) prove(ctx context.Context, r *proof.Run) error {
	if err := r.Do(ctx, proof.Steps()); err != nil {
		return c.interrupted(r, err)
	}
	return c.end(ctx, r)
}

// end offers to destroy the stage, and reports.
func (c *command) end(ctx context.Context, r *proof.Run) error {
	if failed := proof.Failed(r.State); len(failed) > 0 {
		c.say("failed: %s", strings.Join(failed, ", "))
	}
	if len(r.State.Left()) > 0 {
		if err := c.confirm(ctx, "Destroy stage "+r.State.Stage+" now?", fmt.Sprintf("it is still there, and costs %.2f cents an hour", cost.Hourly(!r.State.WithoutLattice))); err != nil {
			return c.interrupted(r, err)
		}
	}
	if err := r.Do(ctx, proof.End()); err != nil {
		return c.interrupted(r, err)
	}
	if stop, ok := r.Platform.(finisher); ok && destroyed(r.State) {
		if err := stop.Finish(ctx); err != nil {
			return err
		}
	}
	return c.finish(r)
}

// finish writes the report.
func (c *command) finish(r *proof.Run) error {
	text, page, err := report.Write(r.State)
	if err != nil {
		return err
	}
	c.say("\n%s\n%s", text, page)
	if failed := proof.Failed(r.State); len(failed) > 0 {
		return fmt.Errorf("%d steps failed: %s", len(failed), strings.Join(failed, ", "))
	}
	c.say("no step failed")
	return nil
}

// interrupted says what is left, and how to go on.
func (c *command) interrupted(r *proof.Run, why error) error {
	if left := r.State.Left(); len(left) > 0 {
		c.say("\nThis is left, or may be:")
		for _, made := range left {
			c.say("  %s", strings.TrimSpace(made.Kind+" "+made.Name+" "+made.ID))
		}
	}
	c.say("\ngo on:    go run ./test/aws resume %s", r.State.Stage)
	c.say("destroy:  go run ./test/aws destroy %s", r.State.Stage)
	if _, _, err := report.Write(r.State); err != nil {
		return errors.Join(why, err)
	}
	return why
}
