package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/internal/frontends"
	"example.com/alb-lambda/local/internal/project"
	"example.com/alb-lambda/local/serve/page"
)

// session is one run of the command.
type session struct {
	*options
	app       *project.App
	variables *environmentFile

	out  *output
	keys *frontends.KeySets

	mutex     sync.Mutex
	functions map[string]*function // by stack and logical id
	fronts    *frontends.Set
	live      *page.Page // of the requests
	watcher   *project.Watcher
	endChecks context.CancelFunc
}

func newSession(app *project.App, o *options, out io.Writer) *session {
	s := &session{options: o, app: app, out: newOutput(out), keys: &frontends.KeySets{Source: o.jwks}, functions: map[string]*function{}}
	s.fronts = frontends.New(frontends.Config{
		Dir: app.Work, Logs: app.Logs, Port: o.port, Say: s.say, Page: s.page, Keep: page.Keep,
		Done: func(e *frontends.Exchange) { s.say("%s", e); s.live.Record(e) },
	})
	s.live = page.New(page.Config{App: filepath.Base(app.Dir), Fronts: s.fronts.Fronts, Templates: s.templates})
	return s
}

// say prints a line for the user. Lines of several goroutines do not mix.
func (s *session) say(format string, values ...any) { s.out.line(fmt.Sprintf(format, values...)) }

// progress says what is being done, if it takes a second.
func (s *session) progress(format string, values ...any) (done func()) {
	timer := time.AfterFunc(time.Second, func() { s.say(format, values...) })
	return func() { timer.Stop() }
}

// load synthesizes the app, unless it is current, and reads its templates.
func (s *session) load(ctx context.Context) (*httpsim.Deployment, error) {
	dir := s.options.out
	if dir == "" {
		dir = s.app.Assembly()
		if !s.app.Current() {
			if err := s.synthesize(ctx); err != nil {
				return nil, err
			}
		}
	}
	return s.read(dir)
}

// read reads templates.
func (s *session) read(dir string) (*httpsim.Deployment, error) {
	d, err := httpsim.LoadTemplates(httpsim.Assembly(dir, s.stacks...))
	if err != nil {
		return nil, err
	}
	d.Keys = s.keys.Get
	if s.trustStore != "" {
		d.Authorities = func(string) ([]byte, error) { return os.ReadFile(s.trustStore) }
	}
	if d.User, err = readUser(s.user); err != nil || d.User == nil {
		return d, err
	}
	if err := prepareWork(s.app.Work); err != nil {
		return nil, err
	}
	if err := writeUserKey(s.app.Work, d); err != nil {
		return nil, err
	}
	return d, nil
}

func (s *session) synthesize(ctx context.Context) error {
	if err := prepareWork(s.app.Work); err != nil {
		return err
	}
	done := s.progress("synthesizing the app in %s", s.app.Dir)
	defer done()
	return s.app.Synthesize(ctx)
}

// prepareWork creates the folder that all is written to, which Git does not see.
func prepareWork(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	ignore := filepath.Join(dir, ".gitignore")
	if _, err := os.Stat(ignore); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.WriteFile(ignore, []byte("*\n"), 0o644)
}
