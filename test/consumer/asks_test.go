package main

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// answer is what the functions say; the default of the load balancer has a message.
type answer struct{ Service, Release, Version, Message string }

// ask sends a request to the load balancer.
func (l *life) ask(path, host string) (int, answer) {
	l.Helper()
	if l.endpoint == "" {
		l.endpoint = l.deployment.URL() + "/_alb/" + aws.ToString(l.balancer().LoadBalancerName)
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
	var said answer
	if err := json.Unmarshal(body, &said); err != nil {
		l.Fatalf("GET %s, host %q: %d %s", path, host, response.StatusCode, body)
	}
	return response.StatusCode, said
}

// The emulator is on this machine: no proxy of the environment is asked.
var client = &http.Client{Transport: &http.Transport{Proxy: nil}}

// answers fails the test unless this release of a service answers.
func (l *life) answers(path, host, service, release string) {
	l.Helper()
	if status, said := l.ask(path, host); status != http.StatusOK || said.Service != service || said.Release != release {
		l.Errorf("GET %s, host %q: %d %+v, want release %q of %s", path, host, status, said, release, service)
	}
}

// notFound fails the test unless the load balancer's default answers.
func (l *life) notFound(path, host string) {
	l.Helper()
	if status, said := l.ask(path, host); status != http.StatusNotFound || said.Message != "Not Found" {
		l.Errorf("GET %s, host %q: %d %+v, want the load balancer's 404", path, host, status, said)
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
