package compress_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/lambdahttp/compress"
)

// handlers must not notice that their responses are compressed, nor must clients: what they note
// has to be the same.
var handlers = map[string]func(w http.ResponseWriter, note func(...any)){
	"nothing": func(http.ResponseWriter, func(...any)) {},
	"writes of all sizes": func(w http.ResponseWriter, note func(...any)) {
		for _, size := range []int{0, 1, 500, 523, 1, 0, 1023, 1024, 1025, 5000} {
			note(w.Write([]byte(strings.Repeat("a", size))))
		}
	},
	"one large write": func(w http.ResponseWriter, note func(...any)) { note(w.Write([]byte(strings.Repeat("abc", 1000)))) },
	"exactly enough":  func(w http.ResponseWriter, note func(...any)) { note(w.Write([]byte(strings.Repeat("a", 1024)))) },
	"second WriteHeader": func(w http.ResponseWriter, _ func(...any)) {
		w.WriteHeader(http.StatusAccepted)
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, strings.Repeat("a", 2000))
	},
	"WriteHeader after Write": func(w http.ResponseWriter, _ func(...any)) {
		_, _ = io.WriteString(w, "a")
		w.WriteHeader(http.StatusBadGateway)
	},
	"interim": func(w http.ResponseWriter, _ func(...any)) {
		w.Header().Set("Link", "</a.css>; rel=preload")
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusContinue)
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, strings.Repeat("a", 2000))
	},
	"late headers": func(w http.ResponseWriter, _ func(...any)) {
		w.Header().Set("X-Before", "1")
		_, _ = io.WriteString(w, "a")
		w.Header().Set("X-Before", "2")
		w.Header().Set("X-After", "1")
		_, _ = io.WriteString(w, strings.Repeat("a", 2000))
	},
	"status that cannot be": func(w http.ResponseWriter, note func(...any)) {
		for _, status := range []int{99, 1000} {
			func() {
				defer func() { note(recover() != nil) }()
				w.WriteHeader(status)
			}()
		}
		w.WriteHeader(999)
	},
	"no body allowed": func(w http.ResponseWriter, note func(...any)) {
		w.WriteHeader(http.StatusNoContent)
		_ = http.NewResponseController(w).Flush()
		_, err := io.WriteString(w, strings.Repeat("a", 2000))
		note(errors.Is(err, http.ErrBodyNotAllowed))
	},
	"encoded by the handler": func(w http.ResponseWriter, _ func(...any)) {
		w.Header().Set("Content-Encoding", "x-own")
		_, _ = io.WriteString(w, strings.Repeat("a", 2000))
	},
	"flush first": func(w http.ResponseWriter, note func(...any)) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.(http.Flusher).Flush()
		for range 3 {
			note(io.WriteString(w, "data: x\n\n"))
			note(http.NewResponseController(w).Flush())
		}
	},
	"control": func(w http.ResponseWriter, note func(...any)) {
		note(http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Hour)))
		_, ok := w.(interface{ CloseNotify() <-chan bool })
		note(ok)
	},
	"abort": func(w http.ResponseWriter, _ func(...any)) {
		_, _ = io.WriteString(w, strings.Repeat("a", 2000))
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	},
}

// observed is what a client and a handler see.
type observed struct {
	Status  int
	Header  http.Header
	Body    string
	Interim []int
	Err     bool
	Notes   []string
}

// TestSame runs each handler with and without compression behind an http.Server.
func TestSame(t *testing.T) {
	for name, handler := range handlers {
		want := observe(t, "", handler, func(h http.Handler) http.Handler { return h })
		for _, accept := range []string{"", "gzip", "br"} {
			got := observe(t, accept, handler, compress.Handler)
			if vary := got.Header["Vary"]; len(vary) > 0 && !slices.Equal(vary, []string{"Accept-Encoding"}) {
				t.Errorf("%s: Vary %q", name, vary)
			}
			got.Header.Del("Vary")
			if got.Err && want.Err { // how much arrives before the end is another matter
				got.Body, want.Body = "", ""
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s, Accept-Encoding %q\n got %+v\nwant %+v", name, accept, got, want)
			}
		}
	}
}

// observe sends a request, and decodes the body.
func observe(t *testing.T, accept string, handler func(http.ResponseWriter, func(...any)), wrap func(http.Handler) http.Handler) observed {
	t.Helper()
	var got observed
	returned := make(chan struct{})
	next := wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		handler(w, func(values ...any) { got.Notes = append(got.Notes, fmt.Sprint(values...)) })
	}))
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(returned)
		next.ServeHTTP(w, r)
	}))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	defer server.Close()
	r, err := http.NewRequest("GET", server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r = r.WithContext(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{Got1xxResponse: func(code int, _ textproto.MIMEHeader) error {
		got.Interim = append(got.Interim, code)
		return nil
	}}))
	r.Header.Set("Accept-Encoding", accept)
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := decodeAll(response)
	<-returned
	got.Status, got.Header, got.Body, got.Err = response.StatusCode, response.Header, body, err != nil
	for _, name := range []string{"Content-Length", "Date"} {
		got.Header.Del(name)
	}
	if encoding := got.Header.Get("Content-Encoding"); encoding == "br" || encoding == "gzip" {
		got.Header.Del("Content-Encoding")
	}
	return got
}
