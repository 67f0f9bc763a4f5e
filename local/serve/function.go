package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/internal/frontends"
	"example.com/alb-lambda/local/internal/lambdahost"
	"example.com/alb-lambda/local/internal/project"
)

// function is a function of the app as it is served.
type function struct {
	name      string // construct path, shortened
	spec      *project.Spec
	host      *lambdahost.Function
	config    lambdahost.Config
	variables []string

	mutex    sync.Mutex
	building sync.Mutex // one build at a time
	folders  []string   // whose sources the program is made of
}

// served are the functions that a front end invokes.
func served(d *httpsim.Deployment) []*httpsim.Function {
	var all []*httpsim.Function
	add := func(f *httpsim.Function) {
		if f != nil && !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	for _, lb := range d.LoadBalancers {
		for _, l := range lb.Listeners {
			for _, r := range l.Rules {
				for _, t := range r.Targets {
					add(t.Group.Function)
				}
			}
		}
	}
	for _, api := range d.RESTAPIs {
		for _, f := range api.Functions() {
			add(f)
		}
	}
	for _, u := range d.FunctionURLs {
		add(u.Function)
	}
	return all
}

// key tells functions of all stacks apart.
func key(f *httpsim.Function) string { return f.Stack + "/" + f.ID }

// useFunctions gives each function of a deployment its process, which it keeps from one deployment
// to the next, and begins to build those that are new. It returns those that are no longer there.
func (s *session) useFunctions(ctx context.Context, d *httpsim.Deployment) (gone []*function, err error) {
	if err := s.variables.check(d); err != nil {
		return nil, err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	before := s.functions
	s.functions = map[string]*function{}
	for _, f := range served(d) {
		old := before[key(f)]
		now := s.newFunction(d, f)
		if old != nil && old.same(now) {
			now = old
			delete(before, key(f))
		} else {
			now.start(ctx, s)
		}
		s.functions[key(f)] = now
		// The host ends what takes too long, and does not count the time of a build.
		f.Timeout = time.Hour
		f.Handle(now.host)
	}
	for _, old := range before {
		gone = append(gone, old)
	}
	return gone, nil
}

func (s *session) newFunction(d *httpsim.Deployment, f *httpsim.Function) *function {
	now := &function{name: frontends.ShortName(f.String()), spec: project.ReadSpec(f.Metadata)}
	now.config = lambdahost.Config{Name: f.Name, ARN: f.ARN, Timeout: f.Timeout, MemoryMB: f.MemoryMB, Reserved: f.ReservedConcurrency}
	var missing []string
	now.variables, missing = s.variables.variables(d, f)
	if len(missing) > 0 && now.spec != nil {
		s.say("%s: known at deployment only, and not set here: %s; give them in --env FILE", now.name, strings.Join(missing, ", "))
	}
	if now.spec == nil {
		s.say("%s: not run: gofunction did not create it (%s); its requests get a 502", now.name, f.Runtime)
	}
	return now
}

// same reports whether a function can go on as it is.
func (f *function) same(other *function) bool {
	a, b := f.config, other.config
	reserved := a.Reserved == b.Reserved || a.Reserved != nil && b.Reserved != nil && *a.Reserved == *b.Reserved
	return reserved && a.Name == b.Name && a.ARN == b.ARN && a.Timeout == b.Timeout && a.MemoryMB == b.MemoryMB &&
		slices.Equal(f.variables, other.variables) && (f.spec == nil) == (other.spec == nil) && (f.spec == nil || f.spec.Key() == other.spec.Key())
}

// start builds the program in the background. Until it is there, requests wait.
func (f *function) start(ctx context.Context, s *session) {
	f.config.Log = func(line string) { s.say("%s | %s", f.name, line) }
	f.host = lambdahost.New(f.config)
	if f.spec == nil {
		f.host.Fail(errors.New("this function is not run here: gofunction did not create it"))
		return
	}
	since := time.Now()
	go f.build(ctx, s)
	if s.watcher != nil {
		go f.watch(ctx, s, since)
	}
}

// watch finds out which folders the program is made of, and watches them. What has changed in them
// since the build began is built again.
func (f *function) watch(ctx context.Context, s *session, since time.Time) {
	folders, err := s.app.FunctionFolders(ctx, f.spec)
	if err != nil {
		s.say("%s: its sources are not watched: %v", f.name, err)
		return
	}
	f.mutex.Lock()
	f.folders = folders
	f.mutex.Unlock()
	s.watcher.Add(folders...)
	if s.app.ChangedSince(since, folders) {
		f.build(ctx, s)
	}
}

// madeOf reports whether one of the folders has sources of the program.
func (f *function) madeOf(folders []string) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return slices.ContainsFunc(folders, func(folder string) bool { return slices.Contains(f.folders, folder) })
}

// build builds the program and swaps it. The requests that run go on in the old one; new ones wait.
func (f *function) build(ctx context.Context, s *session) {
	f.building.Lock()
	defer f.building.Unlock()
	f.host.Building()
	done := s.progress("building %s", f.spec)
	program, err := s.app.Build(ctx, f.spec)
	done()
	switch failed, ok := errors.AsType[*project.CompileError](err); {
	case ctx.Err() != nil:
		f.host.Fail(ctx.Err())
	case ok:
		s.say("%s does not compile:\n%s", f.name, failed.Output)
		f.host.Fail(failed)
	case err != nil:
		s.say("%s: %v", f.name, err)
		f.host.Fail(err)
	default:
		f.host.Use(lambdahost.Program{Path: program, Dir: s.app.TaskDir(f.spec), Environment: f.variables})
	}
}

// page is what a client gets in place of the front end's own page, where the function has no
// program: what is wrong with it.
func (s *session) page(f *httpsim.Function) string {
	s.mutex.Lock()
	now := s.functions[key(f)]
	s.mutex.Unlock()
	if now == nil {
		return ""
	}
	if err := now.host.Broken(); err != nil {
		return fmt.Sprintf("%s: %v\n", now.name, err)
	}
	return ""
}
