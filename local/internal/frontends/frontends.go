package frontends

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"example.com/alb-lambda/lambda/httpsim"
)

// Config is what front ends on this machine need besides a deployment.
type Config struct {
	// Dir has the authority that issues certificates, [AuthorityFile]. Required.
	Dir string
	// Logs is the folder of the access logs. Default: logs in Dir.
	Logs string
	// Port is the first of the ports. Default: 8000 more than a port below 1024, other ports as they
	// are, and 3000 for what is not a listener; the next that is free where one is taken.
	Port int
	// AnyPort chooses ports that are free, for several sets side by side. Default: those of Port.
	AnyPort bool
	// Say prints a line. Required.
	Say func(format string, values ...any)
	// Done gets each request that was responded to. Required.
	Done func(*Exchange)
	// Keep is how many bytes of each body an [Exchange] keeps. Default: none.
	Keep int
	// Current is called before each request: it may swap the deployment, by [Set.Use]. Default:
	// nothing.
	Current func(context.Context)
	// Page is what a client gets in place of the front end's own page, where the function cannot run:
	// what is wrong with it. Default: the front end's own page.
	Page func(*httpsim.Function) string
}

// Set is the front ends of a deployment, each on its port.
type Set struct {
	config Config

	mutex  sync.Mutex
	fronts []*Front
}

// New returns a set that has no front ends yet: see [Set.Use].
func New(c Config) *Set {
	if c.Page == nil {
		c.Page = func(*httpsim.Function) string { return "" }
	}
	if c.Current == nil {
		c.Current = func(context.Context) {}
	}
	return &Set{config: c}
}

// Use gives the front ends of a deployment their ports. One that was there before keeps its port
// and its connections, and has the new rules from the next request on.
func (s *Set) Use(ctx context.Context, d *httpsim.Deployment) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	before := s.fronts
	s.fronts = nil
	next := s.config.Port
	for _, w := range s.wants(d) {
		i := slices.IndexFunc(before, func(f *Front) bool { return f.Name == w.name && f.Scheme == w.scheme })
		if i >= 0 {
			before[i].wanted.Store(&w)
			s.fronts = append(s.fronts, before[i])
			before = slices.Delete(before, i, i+1)
			continue
		}
		if s.config.Port != 0 {
			w.port, next = next, next+1
		}
		f, err := s.open(ctx, &w)
		if err != nil {
			s.fronts = append(s.fronts, before...) // so that they are closed in the end
			return err
		}
		s.fronts = append(s.fronts, f)
		s.announce(f)
	}
	for _, f := range before {
		s.config.Say("%s is no longer there: port %d is closed", f.Name, f.Port)
		go f.close()
	}
	return nil
}

func (s *Set) announce(f *Front) {
	for _, path := range f.Paths() {
		s.config.Say("  %-50s %s%s", f.Name, f.URL(), path)
	}
}

// Fronts are the front ends, load balancers first, then REST APIs and function URLs.
func (s *Set) Fronts() []*Front {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.fronts)
}

// Close ends all of them. Requests that run have a few seconds to end.
func (s *Set) Close() {
	var all sync.WaitGroup
	for _, f := range s.Fronts() {
		all.Go(f.close)
	}
	all.Wait()
}

// Front is a listener, a REST API or a function URL, on a port of this machine.
type Front struct {
	// Name is the construct path, shortened, and for a listener its protocol and port.
	Name string
	// Scheme is http or https.
	Scheme string
	// Port is that on this machine.
	Port int

	wanted atomic.Pointer[wanted]
	server *http.Server
}

// URL is the address, without a slash at its end.
func (f *Front) URL() string { return fmt.Sprintf("%s://127.0.0.1:%d", f.Scheme, f.Port) }

// Paths are those that requests begin with: of the stages of a REST API, or else a slash.
func (f *Front) Paths() []string {
	if paths := f.wanted.Load().paths; len(paths) > 0 {
		return paths
	}
	return []string{"/"}
}

// ShortName is a construct path without what CDK adds.
func ShortName(path string) string {
	return strings.TrimSuffix(strings.TrimSuffix(path, "/Resource"), "/Function")
}
