package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/internal/frontends"
)

// explain sends one request through the templates.
func (s *session) explain(ctx context.Context) error {
	var err error
	if s.variables, err = readEnvironment(s.env); err != nil {
		return err
	}
	d, err := s.load(ctx)
	if err != nil {
		return err
	}
	if s.runs {
		if err := prepareWork(s.app.Work); err != nil {
			return err
		}
		if _, err := s.useFunctions(ctx, d); err != nil {
			return err
		}
		defer s.stop()
	} else {
		for _, f := range d.Functions {
			f.Handle(httpsim.HandlerFunc(standIn))
		}
	}
	r, err := s.request(ctx)
	if err != nil {
		return err
	}
	return s.explainRequest(d, r)
}

// standIn responds to any event with an empty 200, in the form that its front end reads.
func standIn(_ context.Context, event []byte) ([]byte, error) {
	var e struct{ MultiValueHeaders json.RawMessage }
	if err := json.Unmarshal(event, &e); err != nil {
		return nil, err
	}
	if e.MultiValueHeaders != nil {
		return []byte(`{"statusCode":200,"multiValueHeaders":{}}`), nil
	}
	return []byte(`{"statusCode":200,"headers":{}}`), nil
}

// request is the one of the command line.
func (s *session) request(ctx context.Context) (*http.Request, error) {
	u, err := url.Parse(s.url)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%w: %q is not like https://shop.example.com/a?b=1", errUsage, s.url)
	}
	body := []byte(s.body)
	if name, ok := strings.CutPrefix(s.body, "@"); ok {
		if body, err = os.ReadFile(name); err != nil {
			return nil, err
		}
	}
	method := s.method
	if method == "" && s.body != "" {
		method = http.MethodPost
	}
	r := httptest.NewRequestWithContext(ctx, cmp.Or(method, http.MethodGet), s.url, bytes.NewReader(body))
	r.RemoteAddr = net.JoinHostPort(s.from, "1024")
	for _, header := range s.header {
		name, value, _ := strings.Cut(header, ":")
		if value = strings.TrimSpace(value); strings.EqualFold(name, "host") {
			r.Host = value
		} else {
			r.Header.Add(name, value)
		}
	}
	return r, nil
}

// explainRequest finds the front end, and says what it does.
func (s *session) explainRequest(d *httpsim.Deployment, r *http.Request) error {
	if s.to == "" && len(d.LoadBalancers) == 1 && !strings.Contains(r.URL.Host, ".execute-api.") {
		return s.explainRules(d.LoadBalancers[0], r)
	}
	lb, lbErr := d.LoadBalancer(s.to)
	if lbErr == nil && (s.to != "" || len(d.RESTAPIs) == 0) {
		return s.explainRules(lb, r)
	}
	api, apiErr := d.RESTAPI(s.to)
	if apiErr == nil {
		return s.explainAPI(api, r)
	}
	u, urlErr := d.FunctionURL(s.to)
	if urlErr == nil {
		response, err := u.Do(r)
		if err != nil {
			return err
		}
		s.say("%s %s at %s", r.Method, r.URL, u)
		return s.showResponse(u.Function, response)
	}
	return fmt.Errorf("name the front end by --to: %w", errors.Join(lbErr, apiErr, urlErr))
}

func (s *session) explainRules(lb *httpsim.LoadBalancer, r *http.Request) error {
	result, err := lb.Do(r)
	if err != nil {
		return err
	}
	s.say("%s %s at %s", r.Method, r.URL, result.Listener)
	for _, passed := range result.PassedOver {
		i := slices.IndexFunc(result.Listener.Rules, func(rule *httpsim.Rule) bool { return rule.Name == passed.Name })
		s.say("  %5d  no   %s", result.Listener.Rules[i].Priority, passed)
	}
	if rule := result.Rule; rule != nil {
		priority := "last"
		if rule.Priority != 0 {
			priority = fmt.Sprint(rule.Priority)
		}
		s.say("  %5s  yes  %s", priority, rule)
		for _, t := range rule.Targets {
			mark := ""
			if t.Group == result.TargetGroup && len(rule.Targets) > 1 {
				mark = ", and the request goes to it"
			}
			s.say("              forwards to %s by weight %d%s", frontends.ShortName(t.Group.String()), t.Weight, mark)
		}
	}
	return s.showResponse(result.Function, result.Response)
}

func (s *session) explainAPI(api *httpsim.RESTAPI, r *http.Request) error {
	result, err := api.Do(r)
	if err != nil {
		return err
	}
	s.say("%s %s at %s", r.Method, r.URL, api)
	if result.Resource != "" {
		s.say("  resource %s, method %s", result.Resource, result.Method)
	}
	return s.showResponse(result.Function, result.Response)
}

// showResponse shows what the function gets and returns, and what the client gets.
func (s *session) showResponse(f *httpsim.Function, response *httpsim.Response) error {
	if response.Event != nil {
		s.say("\n%s gets\n%s", frontends.ShortName(f.String()), indented(response.Event))
	}
	switch {
	case response.Returned != nil && s.runs:
		s.say("\nand returns\n%s", indented(response.Returned))
	case response.Event != nil && !s.runs:
		s.say("\nthe function is not run, and a 200 stands for its response; --run runs it")
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	s.say("\nthe client gets\nHTTP/1.1 %s", response.Status)
	var header bytes.Buffer
	if err := response.Header.Write(&header); err != nil {
		return err
	}
	s.say("%s\n%s", strings.ReplaceAll(header.String(), "\r\n", "\n"), body)
	if response.Reason != "" {
		s.say("which is the front end's own response: %s", response.Reason)
	}
	return nil
}

func indented(text []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, text, "", "  ") != nil {
		return string(text)
	}
	return b.String()
}
