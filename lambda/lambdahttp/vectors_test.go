package lambdahttp_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/lambda/lambdahttp"
)

func load(t *testing.T) []vectors.Vector {
	t.Helper()
	all, err := vectors.Load(os.DirFS("../httpsim/testdata/vectors"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestVectorsOfRequests gives the event of each vector to a handler, which must find in its request
// what the vector says.
func TestVectorsOfRequests(t *testing.T) {
	seen := 0
	for _, v := range load(t) {
		if v.Read == nil {
			continue
		}
		seen++
		t.Run(v.Name, func(t *testing.T) {
			event := vectorEvent(t, &v)
			var got *http.Request
			var body []byte
			handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				got = r
				body, _ = io.ReadAll(r.Body)
			})
			_, err := (&lambdahttp.Server{Handler: handler, HealthChecks: true}).Invoke(t.Context(), event)
			if v.Kind() == httpevent.Unknown {
				if err == nil || got != nil {
					t.Errorf("an event that is not HTTP: %v", err)
				}
				return
			}
			if err != nil || got == nil {
				t.Fatalf("the handler was not called: %v", err)
			}
			compare(t, v.Read, got, body)
			passed := got
			got = nil
			if _, err := (&lambdahttp.Server{Handler: handler}).Invoke(t.Context(), event); err != nil {
				t.Error(err)
			}
			if healthCheck := v.Read.HealthCheck != nil && *v.Read.HealthCheck; healthCheck == (got != nil) {
				t.Errorf("healthCheck %t, and the handler was called: %v", healthCheck, passed.URL)
			}
		})
	}
	if seen < 90 {
		t.Errorf("%d vectors say what is to be read", seen)
	}
}

// vectorEvent returns the event of a vector.
func vectorEvent(t *testing.T, v *vectors.Vector) []byte {
	t.Helper()
	if v.Request == nil {
		return v.Event.Is
	}
	r, err := v.Request.HTTP()
	if err != nil {
		t.Fatal(err)
	}
	event, err := v.Simulated().Event(r)
	if err != nil {
		t.Fatal(err)
	}
	return event
}

// compare compares a request with what the vector has read from the event.
func compare(t *testing.T, want *vectors.Read, got *http.Request, body []byte) {
	t.Helper()
	text := func(what string, want *string, got string) {
		if want != nil && *want != got {
			t.Errorf("%s is %q, want %q", what, got, *want)
		}
	}
	path, _, _ := strings.Cut(got.RequestURI, "?")
	address, _, _ := net.SplitHostPort(got.RemoteAddr)
	scheme := "http"
	if got.TLS != nil {
		scheme = "https"
	}
	text("the method", want.Method, got.Method)
	if want.Path != nil && *want.Path != "" {
		text("the path", want.Path, path)
		text("the URL's path", want.Path, got.URL.EscapedPath())
	}
	text("the query", want.RawQuery, got.URL.RawQuery)
	text("the host", want.Host, got.Host)
	text("the client's address", want.SourceIP, address)
	text("the scheme", want.Scheme, scheme)
	if want.Query != nil && !reflect.DeepEqual(map[string][]string(got.URL.Query()), want.Query) {
		t.Errorf("the query is %q, want %q", got.URL.Query(), want.Query)
	}
	for name, values := range want.Headers {
		all := got.Header.Values(name)
		if http.CanonicalHeaderKey(name) == "Host" {
			all = []string{got.Host} // as net/http has it
		}
		if g, w := strings.Join(all, ","), strings.Join(values, ","); strings.ReplaceAll(g, ", ", ",") != strings.ReplaceAll(w, ", ", ",") {
			t.Errorf("header %s is %q, want %q", name, all, values)
		}
	}
	if want.Body != nil || want.Base64 != nil {
		wanted := string(want.Base64)
		if want.Body != nil {
			wanted = *want.Body
		}
		if string(body) != wanted || got.ContentLength != int64(len(wanted)) {
			t.Errorf("the body is %q of %d bytes, want %q", body, got.ContentLength, wanted)
		}
	}
}

// returned is a function's response that a handler could have written.
type returned struct {
	StatusCode        int
	Headers           map[string]string
	MultiValueHeaders map[string][]string
	Cookies           []string
	Body              string
	IsBase64Encoded   bool
}

// TestVectorsOfResponses has a handler write what the function of a vector returns. The client must
// get what the vector says.
func TestVectorsOfResponses(t *testing.T) {
	seen := 0
	for _, v := range load(t) {
		if v.Response == nil || v.Response.FrontEnd || v.Function.Error != "" {
			continue
		}
		handler, ok := written(v.Function)
		if !ok {
			continue
		}
		seen++
		t.Run(v.Name, func(t *testing.T) {
			r, err := v.Request.HTTP()
			if err != nil {
				t.Fatal(err)
			}
			server := &lambdahttp.Server{Handler: handler, HealthChecks: true, Log: slog.New(slog.DiscardHandler)}
			endpoint := v.Simulated()
			if endpoint.Stream {
				server.Stream = []httpevent.Kind{endpoint.Kind}
			}
			response, err := endpoint.Do(server, r)
			if err != nil {
				t.Fatal(err)
			}
			for _, difference := range v.Response.Check(response.Response) {
				t.Errorf("%s; the function returned %.300s", difference, response.Returned)
			}
		})
	}
	if seen < 40 {
		t.Errorf("a handler could have written the response of %d vectors", seen)
	}
}

// written returns a handler that writes what the function returns. What is not a response with a
// status that net/http can write is not for a handler.
func written(f *vectors.Function) (http.Handler, bool) {
	text := f.Returns
	if f.Text != nil {
		text = json.RawMessage(*f.Text)
	}
	body := ""
	if f.Stream != nil {
		prelude, rest, ok := strings.Cut(string(f.Stream.Text), separator)
		if !ok {
			return nil, false
		}
		text, body = json.RawMessage(prelude), rest
	}
	var response returned
	if json.Unmarshal(text, &response) != nil || response.StatusCode < 200 {
		return nil, false
	}
	// a handler's is for the server, which does not send it on
	if _, ok := response.Headers["Connection"]; ok {
		return nil, false
	}
	if f.Stream == nil {
		body = response.Body
	}
	if response.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(body)
		if err != nil {
			return nil, false
		}
		body = string(decoded)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil // if the function sends none, the front end decides
		for name, value := range response.Headers {
			w.Header().Set(name, value)
		}
		for name, values := range response.MultiValueHeaders {
			w.Header().Del(name)
			for _, value := range values {
				w.Header().Add(name, value)
			}
			if single, ok := response.Headers[name]; ok && !slices.Contains(values, single) {
				w.Header().Add(name, single)
			}
		}
		for _, cookie := range response.Cookies {
			w.Header().Add("Set-Cookie", cookie)
		}
		w.WriteHeader(response.StatusCode)
		_, _ = io.WriteString(w, body)
	}), true
}
