package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"time"

	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/internal/filelock"
	"golang.org/x/sync/errgroup"
)

func up(ctx context.Context, s *session) error {
	start := time.Now()
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if s.PID() == 0 {
		err = s.prepareWhileCompiling(ctx)
	} else {
		err = s.prepare(ctx)
	}
	if err != nil {
		return err
	}
	before, err := s.StateVersion(ctx)
	if err != nil {
		return err
	}
	s.say("deploying stage " + s.Stage + ": cdk deploy --all")
	if err := s.deploy(ctx); err != nil {
		return err
	}
	after, err := s.StateVersion(ctx)
	if err != nil {
		return err
	}
	if err := s.tryEndpoints(ctx); err != nil {
		return err
	}
	took := time.Since(start).Seconds()
	if before == after {
		s.say(fmt.Sprintf("\nnothing changed: stage %s was up to date (%.1f s)", s.Stage, took))
	} else {
		s.say(fmt.Sprintf("\nstage %s is up (%.1f s)", s.Stage, took))
	}
	return nil
}

// lock keeps two commands from working on one emulator at the same time.
func (s *session) lock(ctx context.Context) (unlock func(), err error) {
	// Next to the emulator's directory, which down removes.
	path := filepath.Join(s.Root, ".local", fmt.Sprintf("%d.lock", s.Port))
	lock, err := filelock.Wait(ctx, path, func() {
		s.say(fmt.Sprintf("waiting: another command uses port %d", s.Port))
	})
	if err != nil {
		return nil, err
	}
	return func() { _ = lock.Close() }, nil
}

// prepareWhileCompiling prepares the emulator while the application is compiled, which takes the
// longest the first time.
func (s *session) prepareWhileCompiling(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		late := time.AfterFunc(time.Second, func() { s.say("compiling the application with the CDK packages") })
		defer late.Stop()
		return s.Compile(ctx)
	})
	group.Go(func() error { return s.prepare(ctx) })
	return group.Wait()
}

// prepare starts the emulator, recovers it from an interrupted deployment, and bootstraps it.
func (s *session) prepare(ctx context.Context) error {
	if err := s.startEmulator(ctx); err != nil {
		return err
	}
	if err := s.Recover(ctx, s.say); err != nil {
		return err
	}
	return s.bootstrap(ctx)
}

// startEmulator starts the emulator, unless it runs, and the front ends before what is deployed to
// it.
func (s *session) startEmulator(ctx context.Context) error {
	running, err := s.Running(ctx)
	if err != nil {
		return err
	}
	if !running {
		if err := deployed.Stop(ctx, s.Emulator); err != nil { // left over from one that has crashed
			return err
		}
		s.say("starting the emulator on " + s.URL())
		if err := s.Start(ctx); err != nil {
			return err
		}
	} else {
		s.say("the emulator is running on " + s.URL())
	}
	return deployed.Start(ctx, s.Emulator)
}

func (s *session) bootstrap(ctx context.Context) error {
	ready, err := s.Bootstrapped(ctx)
	if err != nil || ready {
		return err
	}
	s.say("bootstrapping the emulator: cdk bootstrap")
	return s.Bootstrap(ctx)
}

// deploy deploys the stage. The first time, it prints what can be tried as soon as it responds: API
// Gateway comes a while before the load balancer.
func (s *session) deploy(ctx context.Context) error {
	if _, err := s.API(ctx); err == nil { // it responded before
		return s.Deploy(ctx)
	}
	watching, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.announce(watching)
	}()
	err := s.Deploy(ctx)
	stop()
	<-done
	return err
}

// announce waits for API Gateway, until the context ends.
func (s *session) announce(ctx context.Context) {
	for ctx.Err() == nil {
		if api, err := s.API(ctx); err == nil {
			if _, err := try(ctx, api, path); err == nil {
				s.say(fmt.Sprintf("API Gateway responds already: %s%s", api.Base, path))
				return
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(250 * time.Millisecond):
		}
	}
}

// path of the echo, behind both front ends.
const path = "/echo"

// tryEndpoints sends a request to each endpoint, shows the responses and fails if one of them is
// wrong.
func (s *session) tryEndpoints(ctx context.Context) error {
	api, alb, err := s.Endpoints(ctx)
	if err != nil {
		return err
	}
	for _, endpoint := range []emulator.Endpoint{api, alb} {
		body, err := try(ctx, endpoint, path)
		if err != nil {
			return err
		}
		s.say(fmt.Sprintf("\n%s responds:\n%s", endpoint.Name, indent(body)))
	}
	s.say("\nSend a request to each endpoint:")
	for _, endpoint := range []emulator.Endpoint{api, alb} {
		s.say(fmt.Sprintf("  %-14s %s%s", endpoint.Name, endpoint.Base, path))
	}
	if alb.Authority != "" {
		s.say("its certificate is issued by " + alb.Authority)
	}
	served, err := s.Served(ctx)
	for _, what := range served.NotSimulated {
		s.say("not simulated: " + what)
	}
	return err
}

func try(ctx context.Context, endpoint emulator.Endpoint, path string) ([]byte, error) {
	status, body, err := endpoint.Get(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", endpoint.Name, err)
	}
	var echo struct{ IntegrationType string }
	err = json.Unmarshal(body, &echo)
	if status != http.StatusOK || err != nil || echo.IntegrationType != endpoint.IntegrationType {
		return nil, fmt.Errorf("%s: GET %s%s responds %d %s; want 200 and integrationType %q",
			endpoint.Name, endpoint.Base, path, status, bytes.TrimSpace(body), endpoint.IntegrationType)
	}
	return body, nil
}

func indent(body []byte) string {
	var b bytes.Buffer
	if err := json.Indent(&b, body, "", "  "); err != nil {
		return string(body)
	}
	return b.String()
}
