package main

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// reply is the body of a response: of the functions, or of the default action, which has a message.
type reply struct{ Service, Release, Version, Message string }

// get sends a request to the load balancer.
func (l *life) get(path, host string) (int, reply) {
	l.Helper()
	if l.endpoint == "" {
		l.endpoint = l.deployment.URL() + "/_alb/" + aws.ToString(l.loadBalancer().LoadBalancerName)
	}
	request, err := http.NewRequestWithContext(l.Context(), http.MethodGet, l.endpoint+path, nil)
	if err != nil {
		l.Fatal(err)
	}
	if host != "" {
		request.Host = host
	}
	response, err := client.Do(request)
	if err != nil {
		l.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		l.Fatal(err)
	}
	var got reply
	if err := json.Unmarshal(body, &got); err != nil {
		l.Fatalf("GET %s, host %q: %d %s", path, host, response.StatusCode, body)
	}
	return response.StatusCode, got
}

// The emulator is on this machine: no proxy of the environment is used.
var client = &http.Client{Transport: &http.Transport{Proxy: nil}}

// serves fails the test unless this release of a service responds.
func (l *life) serves(path, host, service, release string) {
	l.Helper()
	if status, got := l.get(path, host); status != http.StatusOK || got.Service != service || got.Release != release {
		l.Errorf("GET %s, host %q: %d %+v, want release %q of %s", path, host, status, got, release, service)
	}
}

// notFound fails the test unless the default action responds.
func (l *life) notFound(path, host string) {
	l.Helper()
	if status, got := l.get(path, host); status != http.StatusNotFound || got.Message != "Not Found" {
		l.Errorf("GET %s, host %q: %d %+v, want the load balancer's 404", path, host, status, got)
	}
}

// left fails the test unless so many things of a kind exist.
func (l *life) left(kind string, want int) {
	l.Helper()
	things, err := l.deployment.Resources(l.Context())
	if err != nil {
		l.Fatal(err)
	}
	var names []string
	for _, thing := range things {
		if thing.Kind == kind {
			names = append(names, thing.Name)
		}
	}
	if len(names) != want {
		l.Errorf("%d of kind %s are left, want %d: %q", len(names), kind, want, names)
	}
}
