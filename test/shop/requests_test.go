package shop

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/test/internal/stage"
)

// domain is what clients call the public load balancer.
const domain = "https://shop.example.com"

// loadBalancers sends requests to the listeners of both, whose function speaks of things by a name.
// The user has signed in; the container does not run here.
func (a account) loadBalancers(t *testing.T, thing string) {
	a.T = t
	const public, internal = "shop-edge/Public/LoadBalancer HTTPS:443", "shop-edge/Internal/LoadBalancer HTTP:80"
	table := a.tables()[0]
	for _, c := range []struct {
		front, path string
		status      int
		want        string
	}{
		{public, domain + "/orders/7", http.StatusOK, thing + " 7 of table " + table},
		{public, domain + "/office/", http.StatusOK, "signed in as alice"},
		{public, domain + "/catalog/", http.StatusNotImplemented, ""},
		{public, domain + "/ordersx", http.StatusNotFound, "Not Found"},
		{"shop-edge/Public/LoadBalancer HTTP:80", "http://shop.example.com/orders/7", http.StatusMovedPermanently, ""},
		{internal, "/orders/8", http.StatusOK, thing + " 8 of table " + table},
		{internal, "/office/", http.StatusNotFound, "Not Found"},
	} {
		response, body := a.get(a.frontEnd(c.front), c.path, false)
		if response.StatusCode != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s %s: %d %s, want %d with %s", c.front, c.path, response.StatusCode, body, c.status, c.want)
		}
		hsts := response.Header.Get("Strict-Transport-Security")
		if want := map[bool]string{true: "max-age=31536000"}[c.front == public]; hsts != want {
			t.Errorf("%s %s: HSTS is %q, want %q", c.front, c.path, hsts, want)
		}
	}
}

// api sends requests to the emulator's own API, which knows of signatures.
func (a account) api(t *testing.T) {
	a.T = t
	ids := a.apis()
	if len(ids) != 1 {
		t.Fatalf("APIs %v, want one", ids)
	}
	stageURL := a.URL() + "/restapis/" + ids[0] + "/dev/_user_request_"
	if response, body := a.get(stageURL, stageURL+"/orders/9", true); response.StatusCode != http.StatusOK || !strings.Contains(body, "order 9 of table "+a.tables()[0]) {
		t.Errorf("signed: %s %s", response.Status, body)
	}
	if response, body := a.get(stageURL, stageURL+"/orders/9", false); response.StatusCode != http.StatusForbidden {
		t.Errorf("not signed: %s %s", response.Status, body)
	}
}

// frontEnd is the address of one, by its name in the app.
func (a account) frontEnd(name string) string {
	a.Helper()
	all, err := a.FrontEnds(a.Context())
	stage.Must(a.T, err)
	for _, f := range all {
		if f.Name == name {
			return f.URL
		}
	}
	a.Fatalf("there is no %s: %v", name, all)
	return ""
}

// get sends a request to an address, by the name in the URL, and follows no redirect.
func (a account) get(address, target string, signed bool) (response *http.Response, body string) {
	a.Helper()
	base, err := url.Parse(address)
	stage.Must(a.T, err)
	to, err := base.Parse(target)
	stage.Must(a.T, err)
	request, err := http.NewRequestWithContext(a.Context(), http.MethodGet, to.String(), nil)
	stage.Must(a.T, err)
	if signed {
		request.Header.Set("Authorization", signature("execute-api"))
	}
	authority, err := os.ReadFile(filepath.Join(a.FrontEndsDir(), "ca.pem"))
	stage.Must(a.T, err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, base.Host)
		},
	}
	defer transport.CloseIdleConnections()
	response, err = transport.RoundTrip(request)
	stage.Must(a.T, err)
	text, err := io.ReadAll(response.Body)
	stage.Must(a.T, err)
	stage.Must(a.T, response.Body.Close())
	return response, string(text)
}
