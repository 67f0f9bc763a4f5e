package lambdahttp_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/lambda/lambdahttp"
)

// FuzzEvent gives any bytes to a server as an event: it responds with JSON that has a status, or
// fails the invocation.
func FuzzEvent(f *testing.F) {
	all, err := vectors.Load(os.DirFS("../httpsim/testdata/vectors"))
	if err != nil {
		f.Fatal(err)
	}
	for _, v := range all {
		if v.Event != nil && v.Event.Is != nil {
			f.Add([]byte(v.Event.Is))
		}
	}
	server := &lambdahttp.Server{BasePath: "/a", Log: slog.New(slog.DiscardHandler), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Method+r.URL.Path+r.URL.RawQuery+r.Host+r.RemoteAddr)
		if n, err := io.Copy(w, r.Body); n != r.ContentLength || err != nil {
			panic("the body is not as long as its length says")
		}
		_ = r.Header.Write(w)
	})}
	f.Fuzz(func(t *testing.T, event []byte) {
		response, err := server.Append(t.Context(), []byte("before"), bytes.Clone(event))
		rest, ok := bytes.CutPrefix(response, []byte("before"))
		if !ok || err != nil && len(rest) > 0 {
			t.Fatalf("%q, %v", response, err)
		}
		var got struct{ StatusCode int }
		if err == nil && (json.Unmarshal(rest, &got) != nil || got.StatusCode == 0 || bytes.Contains(rest, []byte("as its length says"))) {
			t.Errorf("%q", rest)
		}
	})
}

// FuzzResponse has a handler write any response. No front end ever finds it malformed.
func FuzzResponse(f *testing.F) {
	f.Add(200, "Content-Type", "text/plain", []byte("hello"), uint8(3), true)
	f.Add(304, "Set-Cookie", "a=1", []byte("\xff"), uint8(0), false)
	f.Add(102, "Trailer:X", "a\r\nb", []byte(""), uint8(9), true)
	f.Add(999, "X\xe9", "\xe9", []byte("{}"), uint8(20), false)
	f.Fuzz(func(t *testing.T, status int, name, value string, body []byte, cut uint8, flush bool) {
		if value != "" && strings.EqualFold(name, "content-length") {
			t.Skip("a body of another length is an error of the handler") // which fails the invocation
		}
		server := &lambdahttp.Server{Log: slog.New(slog.DiscardHandler), Stream: []httpevent.Kind{httpevent.FunctionURL}, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header()[name] = []string{value, value}
			at := min(int(cut), len(body))
			if status != 0 {
				w.WriteHeader(status)
			}
			_, _ = w.Write(body[:at])
			if flush {
				_ = http.NewResponseController(w).Flush()
			}
			_, _ = w.Write(body[at:])
		})}
		for _, kind := range kinds {
			endpoint := httpsim.Endpoint{Kind: kind, Stream: kind == httpevent.FunctionURL, Timeout: time.Minute}
			response, err := endpoint.Do(server, httptest.NewRequest("GET", "/", nil))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(response.Body)
			if response.Reason != "" || err != nil {
				t.Fatalf("%s: %s, %v: %s", kind, response.Reason, err, response.Returned)
			}
			carried := response.StatusCode == status && status != http.StatusNoContent && status != http.StatusNotModified && kind != httpevent.RESTAPI
			if carried && status < http.StatusInternalServerError && !bytes.Equal(got, body) {
				t.Errorf("%s: %q, want %q", kind, got, body)
			}
		}
	})
}
