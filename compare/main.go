// Command compare sends one request to both front ends of a deployment and shows how each handled
// it, side by side: the event that the function received, the response that it returned, and the
// response that the client received. Each difference is marked and explained, with the page of AWS
// that documents it. On this machine it sends to the front ends of make local, which are those of
// lambda/httpsim.
//
//	go run ./compare                            the emulator if it runs, else AWS by the default credential chain
//	go run ./compare --html compare.html        the same as a page for the browser
//	go run ./compare -X PUT -d '{"a":1}' -H 'Content-Type: application/json'
//	go run ./compare --api https://… --alb http://…
//
// Without a flag for the request, it sends two that show every difference it knows: one with
// everything that the front ends treat differently, and one with nothing.
//
// Exit codes: 0 if both requests were compared, 1 if something failed, 2 if the command line is
// wrong, 130 if interrupted. The Go command reports each but 0 as 1.
//
// The flags and the order of steps may enter. What differs is the business of local/diff, how it
// is shown that of internal/terminal and internal/page.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"example.com/alb-lambda/compare/internal/endpoint"
	"example.com/alb-lambda/compare/internal/page"
	"example.com/alb-lambda/compare/internal/report"
	"example.com/alb-lambda/compare/internal/terminal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := compare(ctx, args, stdout, stderr)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(stdout, usage)
		return 0
	case errors.Is(err, errUsage):
		_, _ = fmt.Fprintf(stderr, "compare: %v\n\n%s", err, usage)
		return 2
	case ctx.Err() != nil:
		_, _ = fmt.Fprintln(stderr, "compare: interrupted")
		return 130
	default:
		_, _ = fmt.Fprintf(stderr, "compare: %v\n", err)
		return 1
	}
}

func compare(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	endpoints, err := endpoint.Find(ctx, o.endpoints)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(stderr, "sending to both endpoints of "+endpoints.Place)
	result := report.Report{Place: endpoints.Place}
	for _, r := range o.requests {
		api, err := endpoints.API.Send(ctx, r.Request)
		if err != nil {
			return err
		}
		alb, err := endpoints.ALB.Send(ctx, r.Request)
		if err != nil {
			return err
		}
		if api.Event == nil && alb.Event == nil {
			return fmt.Errorf("neither endpoint reached the echo: %s responds %s, %s responds %s; the load balancer routes /echo and /echo/* to it, see --path",
				api.URL, api.Response.Status, alb.URL, alb.Response.Status)
		}
		c, err := report.Compare(r.title, r.Request, api, alb)
		if err != nil {
			return err
		}
		result.Comparisons = append(result.Comparisons, c)
	}
	if o.html != "" {
		if err := write(o.html, result); err != nil {
			return err
		}
	}
	if o.json {
		e := json.NewEncoder(stdout)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		err = e.Encode(result)
	} else {
		err = terminal.Write(stdout, result, terminal.For(stdout, o.differences))
	}
	if err == nil && o.html != "" {
		path, err := filepath.Abs(o.html)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintln(stderr, "the page: file://"+path)
	}
	return err
}

func write(file string, result report.Report) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("--html: %w", err)
	}
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("--html: %w", err)
	}
	if err := page.Write(f, result); err != nil {
		_ = f.Close()
		return fmt.Errorf("--html: %s: %w", file, err)
	}
	return f.Close()
}
