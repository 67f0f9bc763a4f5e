package deployed

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/internal/filelock"
	"example.com/alb-lambda/local/internal/frontends"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// Options are choices of a [Server].
type Options struct {
	// Keys is the file or the address of the JSON Web Key Set for all jwt-validation actions. Default:
	// the address that each has.
	Keys string
	// User is who has signed in, for actions of OIDC and Cognito. Default: nobody.
	User *httpsim.User
	// AnyPort chooses ports that are free, for tests side by side. Default: 8080 for port 80, 8443
	// for port 443, 3000 for an API, or the next that is free.
	AnyPort bool
	// Log gets a line for each request, and what else there is to say. Default: nothing.
	Log io.Writer
}

// A Server has the front ends of all that is deployed to an emulator.
type Server struct {
	emulator *emulator.Emulator
	options  Options
	lambda   *lambda.Client
	log      *log.Logger
	fronts   *frontends.Set
	control  *http.Server
	alive    io.Closer // the lock that says that there is a server

	mutex   sync.Mutex
	version string // of what is deployed
	checked time.Time
	stacks  []emulator.DeployedStack
	served  emulator.Served
}

// Serve begins to serve what is deployed. An emulator has one server at a time: another one is an
// error, [filelock.ErrLocked].
func Serve(ctx context.Context, e *emulator.Emulator, o Options) (*Server, error) {
	alive, err := filelock.Try(process(e).AliveFile())
	if err != nil {
		return nil, err
	}
	s, err := serve(ctx, e, o, alive, noProcess)
	if err != nil {
		_ = alive.Close()
	}
	return s, err
}

// serve is Serve, with the lock and the process that the server is the only purpose of.
func serve(ctx context.Context, e *emulator.Emulator, o Options, alive io.Closer, pid int) (*Server, error) {
	if err := os.WriteFile(process(e).PIDFile(), []byte(strconv.Itoa(pid)), 0o644); err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	s := &Server{emulator: e, options: o, alive: alive, lambda: newLambda(e), log: log.New(o.Log, "", 0)}
	s.fronts = frontends.New(frontends.Config{
		Dir: e.FrontEndsDir(), AnyPort: o.AnyPort, Say: s.log.Printf,
		Done:    func(exchange *frontends.Exchange) { s.log.Print(exchange) },
		Current: func(ctx context.Context) { s.current(ctx) },
	})
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", emulator.Host+":0")
	if err != nil {
		return nil, err
	}
	s.control = &http.Server{Handler: http.HandlerFunc(s.list), ReadHeaderTimeout: time.Minute, ErrorLog: s.log}
	go func() { _ = s.control.Serve(listener) }() // it ends when it is closed
	if err := os.WriteFile(e.AddressFile(), []byte("http://"+listener.Addr().String()+"/"), 0o644); err != nil {
		_ = s.control.Close()
		return nil, err
	}
	return s, nil
}

// Close ends the front ends.
func (s *Server) Close() error {
	_ = os.Remove(s.emulator.AddressFile()) // it may be gone with all the emulator's files
	err := s.control.Close()
	s.fronts.Close()
	_ = s.alive.Close()
	return err
}

// list responds with the front ends, as they are deployed now.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	served, err := s.refresh(r.Context(), 0)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(served) // a client that has gone needs no response
}

// current looks whether something else is deployed, at most once a second. So a deployment by the
// toolkit alone is seen, too.
func (s *Server) current(ctx context.Context) {
	if _, err := s.refresh(ctx, time.Second); err != nil && ctx.Err() == nil {
		s.log.Printf("cannot read what is deployed, so that the front ends stay as they were: %v", err)
	}
}

// refresh serves what is deployed now, unless it was looked at lately.
func (s *Server) refresh(ctx context.Context, lately time.Duration) (emulator.Served, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if time.Since(s.checked) < lately {
		return s.served, nil
	}
	version, err := s.emulator.StateVersion(ctx)
	if err != nil {
		return s.served, err
	}
	if version != s.version {
		if err := s.load(ctx); err != nil {
			return s.served, err
		}
		s.version = version
	}
	s.checked = time.Now()
	return s.served, nil
}

// load reads the stacks and swaps the front ends.
func (s *Server) load(ctx context.Context) error {
	stacks, err := s.emulator.Deployed(ctx, s.stacks)
	if err != nil {
		return err
	}
	given := make([]httpsim.DeployedStack, 0, len(stacks))
	for _, d := range stacks {
		given = append(given, httpsim.DeployedStack{
			Name: d.Name, ID: d.ID, Account: emulator.Account, Region: emulator.Region,
			Template: d.Template, Parameters: d.Parameters, IDs: d.IDs, Outputs: d.Outputs,
		})
	}
	d, err := httpsim.LoadTemplates(httpsim.Deployed(given...))
	if err != nil {
		return err
	}
	d.Keys, d.User = (&frontends.KeySets{Source: s.options.Keys}).Get, s.options.User
	for _, f := range d.Functions {
		// The emulator ends what takes too long, and does not count the time of a start.
		f.Timeout = time.Hour
		f.HandleBy(func(reference string) httpsim.Handler { return function{s.lambda, reference} })
	}
	for _, what := range d.NotSimulated {
		s.log.Printf("not simulated: %s", what)
	}
	// The ports outlive the request that is the reason for them.
	if err := s.fronts.Use(context.WithoutCancel(ctx), d); err != nil {
		return err
	}
	s.stacks, s.served = stacks, emulator.Served{FrontEnds: s.frontEnds(d), NotSimulated: d.NotSimulated}
	return nil
}

// frontEnds tells where each front end of a deployment is.
func (s *Server) frontEnds(d *httpsim.Deployment) []emulator.FrontEnd {
	all := []emulator.FrontEnd{}
	add := func(name string, f emulator.FrontEnd) {
		for _, front := range s.fronts.Fronts() {
			if front.Name == frontends.ShortName(name) {
				f.Name, f.URL = front.Name, front.URL()
				if front.Scheme == "https" {
					f.Authority = filepath.Join(s.emulator.FrontEndsDir(), frontends.AuthorityFile)
				}
				all = append(all, f)
			}
		}
	}
	for _, lb := range d.LoadBalancers {
		for _, l := range lb.Listeners {
			add(l.String(), emulator.FrontEnd{Stack: l.Stack, Protocol: l.Protocol, Port: l.Port})
		}
	}
	for _, api := range d.RESTAPIs {
		f := emulator.FrontEnd{Stack: api.Stack}
		for _, stage := range api.Stages {
			f.Stages = append(f.Stages, stage.Name)
		}
		add(api.String(), f)
	}
	for _, u := range d.FunctionURLs {
		add(u.String(), emulator.FrontEnd{Stack: u.Stack})
	}
	return all
}

// LogFile is the log of the process that [Start] starts.
func LogFile(e *emulator.Emulator) string { return filepath.Join(e.Dir, "frontends.log") }
