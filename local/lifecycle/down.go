package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/setup"
)

func down(ctx context.Context, s *session) error {
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	running, err := s.Running(ctx)
	if err != nil {
		return err
	}
	if !running {
		s.say(fmt.Sprintf("nothing to take down: this clone runs no emulator on port %d", s.Port))
		return errors.Join(deployed.Stop(ctx, s.Emulator), s.Clean())
	}
	if err := setup.Ensure(ctx, s.Root, s.say); err != nil {
		return err
	}
	if err := s.Recover(ctx, s.say); err != nil {
		return err
	}
	retained, err := s.Retained(ctx)
	if err != nil {
		return err
	}
	if err := s.Unprotect(ctx); err != nil {
		return err
	}
	if err := s.destroyStages(ctx); err != nil {
		return err
	}
	left, err := s.Resources(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(deployed.Stop(ctx, s.Emulator), s.Stop(ctx)); err != nil {
		return err
	}
	if err := s.Clean(); err != nil {
		return err
	}
	return s.report(left, retained)
}

// destroyStages destroys every stage that was deployed to this emulator.
func (s *session) destroyStages(ctx context.Context) error {
	stages, err := s.Stages()
	if err != nil {
		return err
	}
	var failures []error
	for _, stage := range stages {
		s.say("destroying stage " + stage + ": cdk destroy --all")
		d := &emulator.Deployment{Emulator: s.Emulator, Stage: stage, Context: s.Context}
		failures = append(failures, d.Destroy(ctx))
	}
	return errors.Join(failures...)
}

// report names what is left. What the templates retain is meant to be.
func (s *session) report(left []emulator.Resource, retained []string) error {
	var lines []string
	for _, resource := range left {
		if slices.Contains(retained, resource.Name) {
			s.say(fmt.Sprintf("%s was retained, as -c protect=true says; it is deleted with the emulator", resource))
			continue
		}
		lines = append(lines, "  "+resource.String())
	}
	if len(lines) > 0 {
		return fmt.Errorf("cdk destroy left resources behind; they are deleted with the emulator, but on AWS they would remain:\n%s",
			strings.Join(lines, "\n"))
	}
	s.say(fmt.Sprintf("all is down: no stack, function, load balancer or bucket is left, and the emulator on port %d is stopped", s.Port))
	return nil
}
