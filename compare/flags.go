package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"example.com/alb-lambda/compare/internal/endpoint"
	"example.com/alb-lambda/deployment"
	"example.com/alb-lambda/local/diff"
)

const usage = `usage: go run ./compare [flags]

  Sends one request to API Gateway and to the load balancer, and shows the two events and the
  two responses side by side.

which endpoints (default: the emulator if it runs, else AWS by the default credential chain):
  --stage NAME    stage whose stacks' outputs are read (default dev)
  --port N        the emulator on this port of 127.0.0.1; so does AWS_ENDPOINT_URL
  --aws           AWS, even if an emulator runs
  --api URL       address of the REST API, with its stage; needs --alb
  --alb URL       address of the load balancer; needs --api

what to send (default: two requests that show every difference):
  -X, --method M  the method (default GET, or POST with a body)
  --path PATH     the path, percent-encoded (default /echo)
  -q KEY=VALUE    a query key and value, percent-encoded; may be repeated
  -H 'NAME: V'    a header; may be repeated
  -d TEXT, @FILE  the body

what to show:
  --html FILE     write a page for the browser as well
  --json          write JSON instead of text
  --differences   leave out rows that are the same

NO_COLOR turns colours off. Exit codes: 0 compared, 1 failed, 2 wrong command line, 130 interrupted.
`

var errUsage = errors.New("wrong command line")

type options struct {
	endpoints   endpoint.Config
	requests    []titled
	html        string
	json        bool
	differences bool
}

type titled struct {
	title string
	diff.Request
}

// agent is the one header that net/http would otherwise add.
var agent = diff.Header{Name: "User-Agent", Value: "alb-lambda-compare"}

// full has everything that the front ends are known to treat differently.
var full = diff.Request{
	Method: http.MethodPost,
	Path:   "/echo/caf%C3%A9",
	Query:  "tag=one&tag=two&city=Z%C3%BCrich&note=a%20b%26c&empty=",
	Headers: []diff.Header{
		agent,
		{Name: "Accept", Value: "application/json"},
		{Name: "Content-Type", Value: "application/x-www-form-urlencoded"},
		{Name: "Cookie", Value: "theme=dark"},
		{Name: "Cookie", Value: "lang=en"},
		{Name: "X-Demo-Case", Value: "As Sent"},
		{Name: "X-Demo-Repeat", Value: "one"},
		{Name: "X-Demo-Repeat", Value: "two"},
	},
	Body: []byte("name=Ada+Lovelace&city=Z%C3%BCrich"),
}

// bare has neither query nor body: it shows how each front end writes that.
var bare = diff.Request{Method: http.MethodGet, Path: "/echo", Headers: []diff.Header{agent}}

func parse(args []string) (options, error) {
	var (
		o       = options{endpoints: endpoint.Config{URL: endpoint.URL()}}
		own     = diff.Request{Path: "/echo", Headers: []diff.Header{agent}}
		query   []string
		given   bool
		hasBody bool
		flags   = flag.NewFlagSet("compare", flag.ContinueOnError)
	)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.endpoints.Stage, "stage", deployment.DefaultStage, "")
	flags.IntVar(&o.endpoints.Port, "port", 0, "")
	flags.BoolVar(&o.endpoints.AWS, "aws", false, "")
	flags.StringVar(&o.endpoints.API, "api", "", "")
	flags.StringVar(&o.endpoints.ALB, "alb", "", "")
	flags.StringVar(&o.html, "html", "", "")
	flags.BoolVar(&o.json, "json", false, "")
	flags.BoolVar(&o.differences, "differences", false, "")
	send := func(name string, set func(string) error) {
		flags.Func(name, "", func(value string) error { given = true; return set(value) })
	}
	method := func(value string) error { own.Method = strings.ToUpper(value); return nil }
	send("X", method)
	send("method", method)
	send("path", func(value string) error {
		if u, err := url.ParseRequestURI(value); err != nil || !strings.HasPrefix(value, "/") || u.RawQuery != "" {
			return errors.New("it is not a percent-encoded path that begins with / and has no query; use -q")
		}
		own.Path = value
		return nil
	})
	send("q", func(value string) error {
		if _, err := url.ParseQuery(value); err != nil || strings.ContainsAny(value, " #&") {
			return errors.New("it is not KEY=VALUE, percent-encoded")
		}
		query = append(query, value)
		return nil
	})
	send("H", func(value string) error {
		name, text, ok := strings.Cut(value, ":")
		if !ok || strings.TrimSpace(name) == "" || strings.ContainsAny(name, " \t") {
			return errors.New("it is not 'Name: value'")
		}
		own.Headers = append(own.Headers, diff.Header{Name: name, Value: strings.TrimSpace(text)})
		return nil
	})
	send("d", func(value string) (err error) {
		hasBody = true
		own.Body = []byte(value)
		if file, ok := strings.CutPrefix(value, "@"); ok {
			own.Body, err = os.ReadFile(file)
		}
		return err
	})
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return o, err
		}
		return o, fmt.Errorf("%w: %w", errUsage, err)
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("%w: %q is not a flag", errUsage, flags.Arg(0))
	case (o.endpoints.API == "") != (o.endpoints.ALB == ""):
		return o, fmt.Errorf("%w: --api and --alb go together", errUsage)
	case o.endpoints.Port < 0 || o.endpoints.Port > 65535:
		return o, fmt.Errorf("%w: --port %d is outside 1..65535", errUsage, o.endpoints.Port)
	case o.endpoints.AWS && o.endpoints.Port != 0:
		return o, fmt.Errorf("%w: --aws and --port name two places", errUsage)
	case o.endpoints.Stage == "":
		return o, fmt.Errorf("%w: --stage is empty", errUsage)
	}
	if !given {
		o.requests = []titled{{"A request with everything that the front ends treat differently", full}, {"A request with nothing", bare}}
		return o, nil
	}
	own.Query = strings.Join(query, "&")
	if own.Method == "" {
		own.Method = http.MethodGet
		if hasBody {
			own.Method = http.MethodPost
		}
	}
	if hasAgent(own.Headers[1:]) {
		own.Headers = own.Headers[1:]
	}
	o.requests = []titled{{"Your request", own}}
	return o, nil
}

func hasAgent(headers []diff.Header) bool {
	for _, h := range headers {
		if strings.EqualFold(h.Name, agent.Name) {
			return true
		}
	}
	return false
}
