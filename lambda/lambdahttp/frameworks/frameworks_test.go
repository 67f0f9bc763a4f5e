// Package frameworks shows that applications of the usual Go routers run behind every front end as
// they do behind net/http. It is a module of its own, so that nothing else depends on them.
package frameworks

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/lambdahttp"
)

// apps have the same routes, each as its framework's documentation writes them.
var apps = map[string]func() http.Handler{"chi": chiApp, "gin": ginApp, "echo": echoApp, "gorilla/mux": gorillaApp}

var kinds = []httpevent.Kind{
	httpevent.ALB, httpevent.ALBMultiValue, httpevent.RESTAPI, httpevent.HTTPAPIV1, httpevent.HTTPAPI, httpevent.FunctionURL,
	httpevent.Lattice, httpevent.LatticeV2,
}

// request is one of those that every application serves.
type request struct {
	method, target, contentType, body string
	header                            http.Header
}

var requests = map[string]request{
	"parameter":          {method: "GET", target: "/users/42"},
	"encoded parameter":  {method: "GET", target: "/users/Grace%20H%C3%B6pper"},
	"query":              {method: "GET", target: "/search?q=a%20b&tag=%C3%A9%26"},
	"json":               {method: "POST", target: "/users", contentType: "application/json", body: `{"name":"Grace \"Höpper\""}`},
	"form":               {method: "POST", target: "/form", contentType: "application/x-www-form-urlencoded", body: "name=Grace+H%C3%B6pper"},
	"binary":             {method: "PUT", target: "/files/a.bin", contentType: "application/octet-stream", body: "\x00\xff\xfe"},
	"cookie":             {method: "GET", target: "/cookie", header: http.Header{"Cookie": {"session=abc; theme=dark"}}},
	"middleware":         {method: "GET", target: "/private"},
	"authorized":         {method: "GET", target: "/private", header: http.Header{"Authorization": {"Bearer secret"}}},
	"not found":          {method: "GET", target: "/nothing/here"},
	"method not allowed": {method: "DELETE", target: "/search"},
	"redirect":           {method: "GET", target: "/old"},
	"panic":              {method: "GET", target: "/panic"},
	"client":             {method: "GET", target: "/client"},
	"stream":             {method: "GET", target: "/stream"},
	"group":              {method: "GET", target: "/api/v1/ping"},
	"HEAD":               {method: "HEAD", target: "/head"},
	"static":             {method: "GET", target: "/static/a.css"},
}

// result is what a client gets.
type result struct {
	Status int
	Header http.Header
	Body   string
}

func TestFrameworks(t *testing.T) {
	for name, app := range apps {
		t.Run(name, func(t *testing.T) {
			handler := app()
			server := httptest.NewServer(handler)
			defer server.Close()
			for name, request := range requests {
				want := request.send(t, server.URL)
				if want.Status >= http.StatusInternalServerError && name != "panic" {
					t.Fatalf("%s: %+v", name, want)
				}
				for _, kind := range kinds {
					want := want
					if kind == httpevent.RESTAPI && want.Body == "" && want.Header.Get("Content-Type") == "" {
						want.Header = want.Header.Clone()
						// as the documentation of lambdahttp lists it
						want.Header.Set("Content-Type", "application/json")
					}
					function := &lambdahttp.Server{Handler: handler, Log: slog.New(slog.DiscardHandler)}
					if got := request.invoke(t, kind, function); !reflect.DeepEqual(got, want) {
						t.Errorf("%s behind %s\n got %+v\nwant %+v", name, kind, got, want)
					}
				}
			}
		})
	}
}

// TestBasePath has the application below a path, as a load balancer's rule for /shop/* does.
func TestBasePath(t *testing.T) {
	for name, app := range apps {
		handler := app()
		request := requests["encoded parameter"]
		want := request.invoke(t, httpevent.ALB, &lambdahttp.Server{Handler: handler})
		request.target = "/shop" + request.target
		if got := request.invoke(t, httpevent.ALB, &lambdahttp.Server{Handler: handler, BasePath: "/shop"}); !reflect.DeepEqual(got, want) {
			t.Errorf("%s\n got %+v\nwant %+v", name, got, want)
		}
	}
}

// send sends the request to an http.Server.
func (r request) send(t *testing.T, address string) result {
	t.Helper()
	request, err := http.NewRequest(r.method, address+r.target, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "example.com"
	r.addHeader(request)
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return read(t, response)
}

// invoke sends the request through a front end.
func (r request) invoke(t *testing.T, kind httpevent.Kind, function *lambdahttp.Server) result {
	t.Helper()
	request := httptest.NewRequest(r.method, r.target, strings.NewReader(r.body))
	r.addHeader(request)
	response, err := httpsim.Endpoint{Kind: kind, BinaryMediaTypes: []string{"*/*"}, Timeout: time.Minute}.Do(function, request)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, response.Response)
}

func (r request) addHeader(request *http.Request) {
	request.Header.Set("Accept", "*/*")
	request.Header.Set("Accept-Encoding", "identity")
	if r.contentType != "" {
		request.Header.Set("Content-Type", r.contentType)
	}
	maps.Copy(request.Header, r.header)
}

// read reads a response but for the headers of the connection and of the moment.
func read(t *testing.T, response *http.Response) result {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Connection", "Content-Length", "Date", "Transfer-Encoding"} {
		response.Header.Del(name)
	}
	return result{response.StatusCode, response.Header, string(body)}
}

// addressed says what an application knows of its client, without the port, which events do not
// have.
func addressed(host, address string) string {
	if strings.HasPrefix(address, "127.0.0.1") || strings.HasPrefix(address, "192.0.2.1") {
		address = "the client"
	}
	return fmt.Sprintf("%s to %s", address, host)
}

func pieces() [][]byte { return bytes.SplitAfter([]byte("one two three"), []byte(" ")) }
