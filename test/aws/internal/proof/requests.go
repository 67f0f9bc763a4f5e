package proof

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/test/aws/internal/exchange"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
)

// said is what the functions of the stage respond with.
type said struct {
	Name, Release string
	Event         json.RawMessage
}

// expectation is a request to the load balancer, and what has to come back.
type expectation struct {
	request  exchange.Request
	status   int
	by       string // the function, or "" for the load balancer itself
	path     string // that the function gets
	host     string // that the function gets
	location string // of a redirect
	body     string // of a fixed response
}

// check sends the requests, and collects what does not hold.
func (r *Run) check(ctx context.Context, to *platform.Endpoint, all []expectation) error {
	var failed failures
	for i := range all {
		want := &all[i]
		got, err := r.send(ctx, to, &want.request)
		if err != nil {
			return err
		}
		what := strings.TrimSpace(want.request.Method + " " + want.request.Target)
		if got.Status != want.status {
			failed.add("%s: status %d, want %d: %.200s", what, got.Status, want.status, got.Body)
			continue
		}
		if want.body != "" && string(got.Body) != want.body {
			failed.add("%s: body %.200s, want %s", what, got.Body, want.body)
		}
		if location := got.Header.Get("Location"); location != want.location {
			failed.add("%s: redirected to %q, want %q", what, location, want.location)
		}
		if want.by == "" {
			continue
		}
		var by said
		if err := json.Unmarshal(got.Body, &by); err != nil || by.Name != want.by {
			failed.add("%s: %.200s responds, want %s", what, got.Body, want.by)
			continue
		}
		event := httpevent.Read(by.Event)
		if want.path != "" && event.Path() != want.path {
			failed.add("%s: the function gets the path %s, want %s", what, event.Path(), want.path)
		}
		if want.host != "" && event.Host() != want.host {
			failed.add("%s: the function gets the host %s, want %s", what, event.Host(), want.host)
		}
	}
	r.note("%d requests", len(all))
	return failed.err()
}

func rules(ctx context.Context, r *Run) error {
	ends, err := r.endpoints(ctx)
	if err != nil {
		return err
	}
	chosen := [][2]string{{"X-Version", "2.1"}}
	return r.check(ctx, ends.Multi, []expectation{
		{request: exchange.Request{Target: "/anything/else"}, status: 200, by: "recorder", path: "/anything/else"},
		{request: exchange.Request{Target: names.Service}, status: 200, by: "service", path: names.Service},
		{request: exchange.Request{Target: names.Service + "/x"}, status: 200, by: "service", path: names.Service + "/x"},
		{request: exchange.Request{Target: names.Service + "x"}, status: 200, by: "recorder"},
		{request: exchange.Request{Target: names.Gone}, status: 410, body: "gone"},
		{request: exchange.Request{Method: http.MethodPut, Target: names.Chosen, Headers: chosen}, status: 200, by: "service"},
		{request: exchange.Request{Method: http.MethodPut, Target: names.Chosen}, status: 200, by: "recorder"},
		{request: exchange.Request{Method: http.MethodPost, Target: names.Chosen, Headers: chosen}, status: 200, by: "recorder"},
	})
}

func transforms(ctx context.Context, r *Run) error {
	ends, err := r.endpoints(ctx)
	if err != nil {
		return err
	}
	return r.check(ctx, ends.Multi, []expectation{
		{request: exchange.Request{Target: names.Moved + "/x?a=1", Host: "shop.example"}, status: 301,
			location: "http://shop.example:80" + names.Service + names.Moved + "/x?from=shop.example&a=1"},
		{request: exchange.Request{Target: names.Stripped + "/users/7"}, status: 200, by: "service", path: "/users/7"},
		{request: exchange.Request{Target: names.Stripped}, status: 200, by: "service", path: "/"},
		{request: exchange.Request{Target: names.Rewritten + "/red/shoes?kind=b1", Host: "eu.shop.example"}, status: 200, by: "service",
			path: "/shoes/of/red", host: "eu.internal.example"},
		{request: exchange.Request{Target: names.Rewritten + "/red/shoes?kind=b12", Host: "eu.shop.example"}, status: 200, by: "recorder",
			path: names.Rewritten + "/red/shoes", host: "eu.shop.example"},
	})
}

// tries are enough that a share of 3 in 4 is between half and nine tenths: six standard deviations
// away.
const tries = 400

func weights(ctx context.Context, r *Run) error {
	ends, err := r.endpoints(ctx)
	if err != nil {
		return err
	}
	count := map[string]int{}
	for range tries {
		got, err := r.send(ctx, ends.Multi, &exchange.Request{Target: names.Weighted})
		if err != nil {
			return err
		}
		var by said
		if err := json.Unmarshal(got.Body, &by); err != nil {
			return fmt.Errorf("%d %.200s", got.Status, got.Body)
		}
		count[by.Name]++
	}
	r.note("of %d requests the service got %d, the recorder %d; the weights are %d and %d",
		tries, count["service"], count["recorder"], names.ServiceWeight, names.RecorderWeight)
	if n := count["service"]; n < tries/2 || n > tries*9/10 || n+count["recorder"] != tries {
		return fmt.Errorf("the service got %d of %d requests, want about %d", n, tries, tries*names.ServiceWeight/(names.ServiceWeight+names.RecorderWeight))
	}
	return nil
}

func tokens(ctx context.Context, r *Run) error {
	ends, err := r.endpoints(ctx)
	if err != nil {
		return err
	}
	key, err := privateKey(r.State)
	if err != nil {
		return err
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	now := time.Now()
	claims := func(issuer string, expires time.Time) map[string]any {
		return map[string]any{"iss": issuer, "sub": "machine", "iat": now.Add(-time.Minute).Unix(), "nbf": now.Add(-time.Minute).Unix(), "exp": expires.Unix()}
	}
	var failed failures
	for _, c := range []struct {
		what   string
		key    *rsa.PrivateKey
		claims map[string]any
		status int
	}{
		{"a valid token", key, claims(names.Issuer, now.Add(time.Hour)), 200},
		{"a token of another issuer", key, claims("https://else.example.com", now.Add(time.Hour)), 401},
		{"an expired token", key, claims(names.Issuer, now.Add(-time.Hour)), 401},
		{"a token that another key signed", other, claims(names.Issuer, now.Add(time.Hour)), 401},
		{"no token", nil, nil, 401},
	} {
		request := &exchange.Request{Target: names.Token}
		if c.key != nil {
			text, err := token(c.key, c.claims)
			if err != nil {
				return err
			}
			request.Headers = [][2]string{{"Authorization", "Bearer " + text}}
		}
		got, err := r.send(ctx, ends.Secure, request)
		if err != nil {
			return err
		}
		r.note("%s: %d", c.what, got.Status)
		if got.Status != c.status {
			failed.add("%s: status %d, want %d: %.200s", c.what, got.Status, c.status, got.Body)
		}
	}
	return failed.err()
}

func secure(ctx context.Context, r *Run) error {
	ends, err := r.endpoints(ctx)
	if err != nil {
		return err
	}
	got, err := r.send(ctx, ends.Secure, &exchange.Request{Target: names.Service})
	if err != nil {
		return err
	}
	var failed failures
	if got.TLS == nil || got.Status != http.StatusOK {
		return fmt.Errorf("%d %.200s", got.Status, got.Body)
	}
	r.note("%s, %s, a certificate for %v", tls.VersionName(got.TLS.Version), tls.CipherSuiteName(got.TLS.CipherSuite), got.TLS.PeerCertificates[0].DNSNames)
	if domain := r.State.Domain; domain != "" {
		addresses, err := net.DefaultResolver.LookupHost(ctx, domain)
		if err != nil {
			failed.add("%s does not resolve: %v", domain, err)
		}
		r.note("%s resolves to %v", domain, addresses)
	}
	for _, version := range []uint16{tls.VersionTLS10, tls.VersionTLS11} {
		conn, err := exchange.Connect(ctx, ends.Secure, version)
		if err == nil {
			_ = conn.Close()
			failed.add("%s is accepted", tls.VersionName(version))
			continue
		}
		r.note("%s: %v", tls.VersionName(version), err)
	}
	return failed.err()
}
