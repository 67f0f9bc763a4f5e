package lambdahttp_test

import (
	"bytes"
	"fmt"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/lambdahttp"
)

// kinds are the front ends.
var kinds = []httpevent.Kind{
	httpevent.ALB, httpevent.ALBMultiValue, httpevent.RESTAPI, httpevent.HTTPAPIV1, httpevent.HTTPAPI, httpevent.FunctionURL,
	httpevent.Lattice, httpevent.LatticeV2,
}

// row is a handler and a request to it. The client must get the same from an http.Server and
// through every front end.
type row struct {
	name                 string
	method, target, body string // Default: GET /
	header               http.Header
	// handler is what is compared. What it notes must be the same, too.
	handler func(w http.ResponseWriter, r *http.Request, note func(...any))
	// listed are words of the package documentation that say what a front end does not carry, and
	// differs turns what an http.Server sends into what the client gets instead.
	listed  string
	differs func(kind httpevent.Kind, want *result)
}

// noter notes what a handler sees.
type noter = func(...any)

func rows() []row {
	return slices.Concat(responses(), responseHeaders(), requests(), library())
}

// result is what a client gets, and what the handler noted.
type result struct {
	Status int
	Header http.Header
	Body   string
	Broken bool // the connection ended before the response did
	Notes  []string
}

// TestConformance runs each handler behind net/http and behind each front end.
func TestConformance(t *testing.T) {
	documented := packageDoc(t)
	for _, row := range rows() {
		t.Run(row.name, func(t *testing.T) {
			if row.listed != "" && !strings.Contains(documented, row.listed) {
				t.Errorf("the package documentation does not say %q", row.listed)
			}
			want := row.serve(t)
			for _, kind := range kinds {
				carried := row.carried(kind, want)
				contentType(kind, &carried)
				if got := row.simulate(t, httpsim.Endpoint{Kind: kind}); !reflect.DeepEqual(got, carried) {
					t.Errorf("%s\n got %+v\nwant %+v", kind, got, carried)
				}
			}
			for _, kind := range []httpevent.Kind{httpevent.FunctionURL, httpevent.RESTAPI} {
				got := row.simulate(t, httpsim.Endpoint{Kind: kind, Stream: true})
				// a stream carries more: one that breaks off after the status, for example
				carried, asSent := row.carried(kind, want), want
				asSent.Header = asSent.Header.Clone()
				for _, want := range []result{carried, asSent} {
					if kind == httpevent.FunctionURL && want.Header != nil && want.Header.Get("Content-Type") == "" {
						want.Header.Set("Content-Type", "application/octet-stream")
					}
				}
				if !reflect.DeepEqual(got, carried) && !reflect.DeepEqual(got, asSent) {
					t.Errorf("%s, streamed\n got %+v\nwant %+v\n  or %+v", kind, got, carried, asSent)
				}
			}
		})
	}
}

// carried returns what the client gets through the front end of what an http.Server sends.
func (row row) carried(kind httpevent.Kind, want result) result {
	want.Header = want.Header.Clone()
	if row.differs != nil {
		row.differs(kind, &want)
	}
	if values, ok := want.Header["Www-Authenticate"]; ok && (kind == httpevent.RESTAPI || kind == httpevent.FunctionURL) {
		want.Header["X-Amzn-Remapped-Www-Authenticate"] = values
		delete(want.Header, "Www-Authenticate")
	}
	return want
}

// contentType adds what front ends add that buffer a response.
func contentType(kind httpevent.Kind, want *result) {
	if want.Header.Get("Content-Type") != "" {
		return
	}
	byItself := map[httpevent.Kind]string{
		httpevent.ALB: "application/octet-stream", httpevent.ALBMultiValue: "application/octet-stream", httpevent.RESTAPI: "application/json",
		httpevent.HTTPAPIV1: "text/plain; charset=utf-8", httpevent.HTTPAPI: "text/plain; charset=utf-8", httpevent.FunctionURL: "application/json",
	}
	if contentType := byItself[kind]; contentType != "" && (want.Body != "" || kind == httpevent.RESTAPI) {
		want.Header.Set("Content-Type", contentType)
	}
}

// serve sends the request to an http.Server.
func (row row) serve(t *testing.T) result {
	var got result
	returned := make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(returned)
		row.noting(&got).ServeHTTP(w, r)
	}))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	defer server.Close()
	r, err := http.NewRequest(row.methodOrGet(), server.URL+row.targetOrRoot(), strings.NewReader(row.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "example.com"
	row.addHeader(r)
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(r)
	if err == nil {
		got.read(t, response)
	}
	<-returned
	got.Broken = got.Broken || err != nil
	return got
}

// simulate sends the request through a front end.
func (row row) simulate(t *testing.T, endpoint httpsim.Endpoint) result {
	t.Helper()
	var got result
	r := httptest.NewRequest(row.methodOrGet(), row.targetOrRoot(), strings.NewReader(row.body))
	row.addHeader(r)
	server := &lambdahttp.Server{Handler: row.noting(&got), Log: slog.New(slog.DiscardHandler)}
	if endpoint.Stream {
		server.Stream = []httpevent.Kind{endpoint.Kind}
	}
	endpoint.BinaryMediaTypes, endpoint.Timeout = []string{"*/*"}, time.Minute
	response, err := endpoint.Do(server, r)
	if err != nil {
		t.Fatal(err)
	}
	got.read(t, response.Response)
	return got
}

func (row row) methodOrGet() string {
	if row.method == "" {
		return http.MethodGet
	}
	return row.method
}

func (row row) targetOrRoot() string {
	if row.target == "" {
		return "/"
	}
	return row.target
}

// addHeader adds the headers to the request. A REST API decodes binary bodies for clients that send
// Accept alone.
func (row row) addHeader(r *http.Request) {
	r.Header.Set("Accept", "*/*")
	maps.Copy(r.Header, row.header)
}

func (row row) noting(got *result) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		row.handler(w, r, func(values ...any) { got.Notes = append(got.Notes, fmt.Sprint(values...)) })
	})
}

// read reads a response but for those headers that belong to a connection or to the moment.
func (got *result) read(t *testing.T, response *http.Response) {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	got.Status, got.Header, got.Body, got.Broken = response.StatusCode, response.Header, string(body), err != nil
	for _, name := range []string{"Connection", "Content-Length", "Date", "X-Amzn-Remapped-Date", "Transfer-Encoding"} {
		got.Header.Del(name)
	}
}

// packageDoc returns the documentation of the package as running text.
func packageDoc(t *testing.T) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var p comment.Parser
	text := (&comment.Printer{TextWidth: -1}).Text(p.Parse(file.Doc.Text()))
	return string(bytes.Join(bytes.Fields(text), []byte(" ")))
}
