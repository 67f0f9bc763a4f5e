package main

import (
	"encoding/json"
	"io"
	"net/http"
)

// reply is the body of a response: of the functions, or of the default action, which has a message.
type reply struct{ Service, Release, Version, Path, Message string }

// get sends a request to the load balancer.
func (l *life) get(path, host string) (int, reply) {
	l.Helper()
	fronts, err := l.deployment.FrontEnds(l.Context())
	if err != nil || len(fronts) != 1 {
		l.Fatalf("the load balancer is not the only front end: %v, %v", fronts, err)
	}
	request, err := http.NewRequestWithContext(l.Context(), http.MethodGet, fronts[0].URL+path, nil)
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

// gets fails the test unless the function gets this path of a request.
func (l *life) gets(path, want string) {
	l.Helper()
	if status, got := l.get(path, ""); status != http.StatusOK || got.Path != want {
		l.Errorf("GET %s: %d %+v, want the path %s", path, status, got, want)
	}
}

// canary fails the test unless requests reach both versions of the checkout, the first one more
// often. That none of 200 reaches the second by chance, where 20 should, or more than 70, is less
// likely than one in a billion.
func (l *life) canary() {
	l.Helper()
	versions := map[string]int{}
	for range 200 {
		status, got := l.get("/checkout/cart", "")
		if status != http.StatusOK || got.Service != "checkout" {
			l.Fatalf("GET /checkout/cart: %d %+v", status, got)
		}
		versions[got.Version]++
	}
	if len(versions) != 2 || versions["2"] < 1 || versions["2"] > 70 {
		l.Errorf("requests reach the versions of the checkout %v times, want one in ten at the second", versions)
	}
}

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
