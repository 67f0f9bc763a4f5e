package platform

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/names"
)

// Fronts are the front ends of this machine: local/serve, from the templates, before the functions.
type Fronts struct {
	root string
	out  io.Writer

	served string // what is served, as context
	ends   *Endpoints
	stop   context.CancelFunc
	ended  chan struct{} // nothing is served any more
}

// NewFronts serves from a clone.
func NewFronts(root string, out io.Writer) *Fronts { return &Fronts{root: root, out: out} }

// Name is local.
func (f *Fronts) Name() string { return "local" }

// Cloud is nil.
func (f *Fronts) Cloud() *cloud.Cloud { return nil }

// Open has nothing to prepare. There is no account.
func (f *Fronts) Open(context.Context) (account, region string, err error) { return "", "", nil }

// Diff compares nothing: nothing is deployed.
func (f *Fronts) Diff(context.Context, *Settings) error {
	return errors.New("nothing is deployed that a template could differ from")
}

// certificate stands for the one that is imported into an account. Those that the listener has here
// are issued by local/serve.
const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"

// Deploy serves the stage, in place of what was served.
func (f *Fronts) Deploy(ctx context.Context, s *Settings) error {
	if err := f.Close(); err != nil {
		return err
	}
	program := filepath.Join(s.Dir, "serve")
	build := exec.CommandContext(ctx, "go", "build", "-C", f.root, "-o", program, "./local/serve")
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build ./local/serve: %w\n%s", err, said)
	}
	keys := filepath.Join(s.Dir, "keys.json")
	if err := os.WriteFile(keys, []byte(s.Keys), 0o600); err != nil {
		return err
	}
	here := *s
	here.Certificate, here.Domain, here.Zone, here.ZoneID = certificate, "", "", ""
	args := []string{"serve", "--app", filepath.Join("test", "aws"), "--jwks", keys}
	for _, pair := range here.context() {
		args = append(args, "-c", pair)
	}
	return f.start(ctx, program, args, s)
}

// Endpoints serves the stage, unless this process does already.
func (f *Fronts) Endpoints(ctx context.Context, s *Settings) (*Endpoints, error) {
	if f.ends == nil || f.served != strings.Join(s.context(), " ") {
		if err := f.Deploy(ctx, s); err != nil {
			return nil, err
		}
	}
	return f.ends, nil
}

var addressLine = regexp.MustCompile(`^ +(\S+)( HTTPS?:\d+)? +(https?://127\.0\.0\.1:\d+\S*)$`)

// start starts the program, and reads the addresses that it prints until it is ready.
func (f *Fronts) start(ctx context.Context, program string, args []string, s *Settings) error {
	running, stop := context.WithCancel(context.Background()) // it outlives the step
	cmd := exec.CommandContext(running, program, args...)
	cmd.Dir = f.root
	cmd.Env = append(os.Environ(), path(f.root))
	cmd.Cancel = func() error { return interrupt(cmd.Process) }
	cmd.WaitDelay = 20 * time.Second
	output, input := io.Pipe()
	cmd.Stdout, cmd.Stderr = input, input
	f.stop, f.ended = stop, make(chan struct{})
	go func() {
		_ = runWithParent(cmd) // what it said says why it ended
		_ = input.Close()
		close(f.ended)
	}()
	ready, said := make(chan *Endpoints, 1), &strings.Builder{}
	go f.read(output, s.Stage, said, ready)
	select {
	case <-ctx.Done():
		return errors.Join(context.Cause(ctx), f.Close())
	case ends := <-ready:
		if ends == nil {
			return fmt.Errorf("local/serve ended: %s", said)
		}
		f.ends, f.served = ends, strings.Join(s.context(), " ")
		authority := filepath.Join(f.root, "test", "aws", ".local", "serve", "ca.pem")
		var err error
		ends.Secure.Roots, err = os.ReadFile(authority)
		return err
	}
}

// read reads what the program prints. Before it is ready, that is what is said of a failure.
func (f *Fronts) read(output io.Reader, stage string, said *strings.Builder, ready chan<- *Endpoints) {
	ends, started := &Endpoints{APIs: map[string]*Endpoint{}, Without: without}, false
	for lines := bufio.NewScanner(output); lines.Scan(); {
		line := lines.Text()
		_, _ = fmt.Fprintln(f.out, line)
		if started {
			continue
		}
		said.WriteString(line + "\n")
		if match := addressLine.FindStringSubmatch(line); match != nil {
			ends.add(stage, match[1]+match[2], match[3])
		}
		if started = strings.HasPrefix(line, "ready in "); started {
			ready <- ends
		}
	}
	if !started {
		ready <- nil
	}
}

// add finds out which front end an address is of.
func (e *Endpoints) add(stage, name, address string) {
	u, err := url.Parse(address)
	if err != nil {
		return // the expression lets none through
	}
	at := &Endpoint{Address: u.Host, TLS: u.Scheme == "https", Host: "127.0.0.1", Base: strings.TrimSuffix(u.Path, "/")}
	switch {
	case name == names.Edge(stage)+"/Edge/LoadBalancer HTTP:80":
		at.Port, e.Multi = 80, at
	case strings.HasSuffix(name, " HTTPS:443"):
		at.Host = names.CertificateHost
		e.Secure = at
	case strings.HasPrefix(name, names.Edge(stage)):
		at.Port, e.Single = names.SinglePort, at
	case strings.HasSuffix(name, "/FunctionUrl"):
		e.addURL(apiOf(name), at)
	default:
		e.APIs[apiOf(name)] = at
	}
}

// addURL is for the URL of a function.
func (e *Endpoints) addURL(function string, at *Endpoint) {
	if function == names.Streamer {
		e.StreamURL = at
	} else {
		e.URL = at
	}
}

// apiOf is the id of what is right below its stack in the construct path.
func apiOf(path string) string {
	_, below, _ := strings.Cut(path, "/")
	id, _, _ := strings.Cut(below, "/")
	return id
}

// Close stops what is served.
func (f *Fronts) Close() error {
	if f.stop == nil {
		return nil
	}
	f.stop()
	<-f.ended
	f.stop, f.ends, f.served = nil, nil, ""
	return nil
}
