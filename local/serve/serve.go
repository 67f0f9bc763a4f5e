package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/internal/frontends"
	"example.com/alb-lambda/local/internal/project"
)

// serve serves the app until the context ends.
func (s *session) serve(ctx context.Context) error {
	started := time.Now()
	if err := errors.Join(prepareWork(s.app.Work), prepareWork(s.app.Logs)); err != nil {
		return err
	}
	var err error
	if s.variables, err = readEnvironment(s.env); err != nil {
		return err
	}
	d, err := s.load(ctx)
	if err != nil {
		return err
	}
	if s.watcher, err = project.Watch(ctx); err != nil {
		return err
	}
	defer s.stop()
	s.say("serving the app in %s", s.app.Dir)
	if err := s.use(ctx, d); err != nil {
		return err
	}
	if len(s.fronts.Fronts()) == 0 {
		return errors.New("the templates have no load balancer, no REST API and no function URL")
	}
	if slices.ContainsFunc(s.fronts.Fronts(), func(f *frontends.Front) bool { return f.Scheme == "https" }) {
		s.say("certificates are issued by %s", filepath.Join(s.app.Work, frontends.AuthorityFile))
	}
	closePage, err := s.servePage(ctx)
	if err != nil {
		return err
	}
	defer closePage()
	s.say("ready in %s; Ctrl-C ends it", time.Since(started).Round(10*time.Millisecond))
	if s.options.out == "" {
		s.watcher.Add(s.app.Folders()...)
		if !s.app.Current() { // it changed before it was watched
			s.synthesizeAgain(ctx)
		}
	}
	s.reload(ctx)
	return nil
}

// use serves a deployment in place of the one before.
func (s *session) use(ctx context.Context, d *httpsim.Deployment) error {
	for _, what := range d.NotSimulated {
		s.say("not simulated: %s", what)
	}
	gone, err := s.useFunctions(ctx, d)
	if err != nil {
		return err
	}
	if err := s.fronts.Use(ctx, d); err != nil {
		return err
	}
	s.checkHealth(ctx, d)
	for _, f := range gone {
		f.host.Fail(errors.New("the function is no longer there"))
	}
	return nil
}

// stop ends the front ends, and then the functions.
func (s *session) stop() {
	s.fronts.Close()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, f := range s.functions {
		f.host.Close()
	}
}

// reload builds and synthesizes again what changes, until the context ends.
func (s *session) reload(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case folders := <-s.watcher.Changes:
			s.changed(ctx, folders)
		}
	}
}

func (s *session) changed(ctx context.Context, folders []string) {
	s.mutex.Lock()
	var stale []*function
	for _, f := range s.functions {
		if f.spec != nil && f.madeOf(folders) {
			stale = append(stale, f)
		}
	}
	s.mutex.Unlock()
	for _, f := range stale {
		f.host.Building() // from now on: the next request gets the new program
		go func() {
			started := time.Now()
			f.build(ctx, s)
			if f.host.Broken() == nil {
				s.say("%s is built again in %s", f.name, time.Since(started).Round(10*time.Millisecond))
			}
			f.watch(ctx, s, started) // it may import other packages now
		}()
	}
	if s.options.out == "" && s.concernsApp(folders) && !s.app.Current() {
		s.synthesizeAgain(ctx)
	}
}

func (s *session) concernsApp(folders []string) bool {
	of := s.app.Folders()
	return slices.ContainsFunc(folders, func(folder string) bool { return slices.Contains(of, folder) })
}

// synthesizeAgain swaps the rules. If the app fails, the ones before stay.
func (s *session) synthesizeAgain(ctx context.Context) {
	started := time.Now()
	err := s.synthesize(ctx)
	if err == nil {
		var d *httpsim.Deployment
		if d, err = s.load(ctx); err == nil {
			err = s.use(ctx, d)
		}
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		s.say("the app is served as it was: %v", err)
	default:
		s.say("synthesized again in %s", time.Since(started).Round(10*time.Millisecond))
		s.watcher.Add(s.app.Folders()...)
	}
}
