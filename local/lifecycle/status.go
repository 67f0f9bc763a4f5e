package main

import (
	"context"
	"errors"
	"fmt"

	"example.com/alb-lambda/local/deployed"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

var errNotUp = errors.New("not up")

func status(ctx context.Context, s *session) error {
	pid := s.PID()
	if pid == 0 {
		s.say(fmt.Sprintf("emulator: this clone runs none on port %d; `make local` starts it", s.Port))
		return errNotUp
	}
	s.say(fmt.Sprintf("emulator: %s, process %d, log %s", s.URL(), pid, s.LogFile()))
	if front := deployed.PID(s.Emulator); front != 0 {
		s.say(fmt.Sprintf("front ends: process %d, log %s", front, deployed.LogFile(s.Emulator)))
	}
	stacks, err := s.Stacks(ctx)
	if err != nil {
		return err
	}
	complete := len(stacks) > 0
	for _, stack := range stacks {
		s.say(fmt.Sprintf("stack:    %s %s", aws.ToString(stack.StackName), stack.StackStatus))
		switch stack.StackStatus {
		case types.StackStatusCreateComplete, types.StackStatusUpdateComplete:
		default:
			complete = false
		}
	}
	stages, err := s.Stages()
	if err != nil {
		return err
	}
	for _, s.Stage = range stages {
		api, alb, err := s.Endpoints(ctx)
		if err != nil {
			s.say(fmt.Sprintf("stage %s: %v", s.Stage, err))
			complete = false
			continue
		}
		s.say(fmt.Sprintf("stage %s: %s/echo  %s/echo", s.Stage, api.Base, alb.Base))
	}
	if !complete {
		return errNotUp
	}
	return nil
}
