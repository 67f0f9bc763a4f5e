// Command serve serves a CDK app on this machine, exactly: the load balancers, REST APIs and
// function URLs of its templates on 127.0.0.1, in front of its Go functions, which run as processes
// of this machine.
//
//	go run ./local serve                    this app
//	go run ./local serve --app ../shop      another app that uses the library
//	go run ./local explain -X GET URL       one request: which rule, why not the others
//
// It needs Go, and Node.js to synthesize; no account, no Docker, no Python. docs/local.md is its
// page.
//
// The command line and what a user reads may enter. What a front end does is the business of
// lambda/httpsim, how a function runs that of local/internal/lambdahost, and what the app consists
// of that of local/internal/project.
//
// Exit codes: 0 after Ctrl-C, or if the request was explained; 1 if the app cannot be synthesized
// or served; 2 if the command line is wrong.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"example.com/alb-lambda/local/internal/help"
	"example.com/alb-lambda/local/internal/project"
)

// options are what the command line says.
type options struct {
	app, out, env string
	jwks, user    string
	trustStore    string
	context       []string
	stacks        []string
	port          int

	method, body, from, to string
	header                 []string
	runs                   bool
	url                    string
}

var errUsage = errors.New("wrong command line")

func main() {
	// The load is that of one user, and memory is there: 30 MB in place of 20 spare a tenth of the
	// processor time under load.
	debug.SetGCPercent(400)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := dispatch(ctx, args, stdout)
	switch {
	case err == nil, ctx.Err() != nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(stdout, help.Serve)
		return 0
	case errors.Is(err, errUsage):
		_, _ = fmt.Fprintf(stderr, "local: %v\n\n%s", err, help.Serve)
		return 2
	}
	_, _ = fmt.Fprintf(stderr, "local: %v\n", err)
	return 1
}

func dispatch(ctx context.Context, args []string, stdout io.Writer) error {
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	o := &options{}
	var err error
	switch name {
	case "serve", "explain":
		if err = o.parse(name, args[1:]); err != nil {
			return err
		}
	case "help", "-h", "-help", "--help":
		return flag.ErrHelp
	default:
		return fmt.Errorf("%w: there is no command %q", errUsage, name)
	}
	app, err := project.Open(o.app, o.context)
	if err != nil {
		return err
	}
	s := newSession(app, o, stdout)
	defer s.out.flush()
	if name == "explain" {
		return s.explain(ctx)
	}
	return s.serve(ctx)
}

func (o *options) parse(name string, args []string) error {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.app, "app", ".", "")
	flags.StringVar(&o.out, "out", "", "")
	flags.StringVar(&o.env, "env", "", "")
	flags.StringVar(&o.jwks, "jwks", "", "")
	flags.StringVar(&o.trustStore, "trust-store", "", "")
	flags.StringVar(&o.user, "user", "", "")
	flags.IntVar(&o.port, "port", 0, "")
	list := func(name string, to *[]string) {
		flags.Func(name, "", func(value string) error {
			*to = append(*to, value)
			return nil
		})
	}
	list("c", &o.context)
	list("stack", &o.stacks)
	flags.Func("stage", "", func(value string) error {
		o.context = append(o.context, "stage="+value)
		return nil
	})
	if name == "explain" {
		flags.StringVar(&o.method, "X", "", "")
		flags.StringVar(&o.body, "d", "", "")
		flags.StringVar(&o.from, "from", "192.0.2.1", "")
		flags.StringVar(&o.to, "to", "", "")
		flags.BoolVar(&o.runs, "run", false, "")
		list("H", &o.header)
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	rest := flags.Args()
	switch {
	case name == "explain" && len(rest) == 1:
		o.url = rest[0]
	case name == "explain":
		return fmt.Errorf("%w: explain needs one URL, after the flags", errUsage)
	case len(rest) > 0:
		return fmt.Errorf("%w: %q is not a flag", errUsage, rest[0])
	}
	if o.port < 0 || o.port > 65000 {
		return fmt.Errorf("%w: --port %d is outside 1..65000", errUsage, o.port)
	}
	for _, header := range o.header {
		if !strings.Contains(header, ":") {
			return fmt.Errorf("%w: -H %q is not like 'NAME: VALUE'", errUsage, header)
		}
	}
	return nil
}
