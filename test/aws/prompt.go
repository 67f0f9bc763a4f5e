package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"example.com/alb-lambda/test/aws/internal/cost"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/state"
)

// announce says what will be made, for how long and at what cost.
func (c *command) announce(s *state.State) {
	where := "the front ends of this machine"
	switch s.Platform {
	case "aws":
		where = fmt.Sprintf("account %s, %s", s.Account, s.Region)
	case "emulator":
		where = "the emulator on this machine"
	}
	c.say("Stage %s is deployed to %s, tried, and destroyed.", s.Stage, where)
	c.say("It has two stacks, %s:", strings.Join(names.Stacks(s.Stage), " and "))
	c.say("a VPC, a load balancer, functions, %d REST APIs, %d HTTP APIs, two function URLs, a log bucket, what shifts an alias;",
		len(names.APIs), len(names.HTTPAPIs))
	if !s.WithoutLattice {
		c.say("a service of VPC Lattice, and a function in the VPC that reaches it;")
	}
	c.say("and a certificate of its own. All carry the tag %s=%s. Nothing else is touched.", names.Tag, s.Token)
	if s.Platform == "aws" {
		c.say("Anybody who finds its addresses can send requests to it: without this run's token, its functions reject them with a 403.")
		takes := "about an hour and a half"
		if s.WithoutLattice {
			takes = "about an hour"
		}
		c.say("It takes %s, most of it waiting, and costs about:\n%s", takes, strings.TrimRight(cost.Text(!s.WithoutLattice), "\n"))
	}
}

// confirm prompts for a yes, unless --yes is given.
func (c *command) confirm(ctx context.Context, question, otherwise string) error {
	if c.yes {
		return nil
	}
	_, _ = fmt.Fprintf(c.out, "%s [y/N] ", question)
	type line struct {
		text string
		err  error
	}
	lines := make(chan line, 1)
	go func() {
		text, err := c.in.ReadString('\n')
		lines <- line{text, err}
	}()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case typed := <-lines:
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		switch strings.ToLower(strings.TrimSpace(typed.text)) {
		case "y", "yes":
			return nil
		case "":
			if typed.err != nil {
				return fmt.Errorf("%w: %s; --yes confirms in advance", errNo, otherwise)
			}
		}
		return fmt.Errorf("%w: %s", errNo, otherwise)
	}
}

var errNo = errors.New("not confirmed")
