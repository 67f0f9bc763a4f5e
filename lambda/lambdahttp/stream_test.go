package lambdahttp_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/lambdahttp"
)

// recorder is a stream that keeps what is written, with a mark | for each Flush.
type recorder struct {
	contentType string
	bytes.Buffer
	err error
}

func (r *recorder) SetContentType(contentType string) { r.contentType = contentType }
func (r *recorder) Flush() error                      { r.WriteByte('|'); return r.err }
func (r *recorder) Write(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	return r.Buffer.Write(p)
}

const separator = "\x00\x00\x00\x00\x00\x00\x00\x00"

// stream sends a GET request through a front end to the handler, which streams where that front end
// does.
func stream(t *testing.T, kind httpevent.Kind, method string, h http.HandlerFunc) (*recorder, string, error) {
	t.Helper()
	server := &lambdahttp.Server{Handler: h, Stream: []httpevent.Kind{httpevent.FunctionURL, httpevent.RESTAPI}, Log: slog.New(slog.DiscardHandler)}
	var r recorder
	response, err := server.Respond(t.Context(), &r, nil, event(t, kind, httptest.NewRequest(method, "/", nil)))
	return &r, string(response), err
}

func TestStream(t *testing.T) {
	flush := func(w http.ResponseWriter) {
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
	}
	const prelude = `{"statusCode":200,"headers":{"content-type":"text/html; charset=utf-8"}}` + separator
	large := strings.Repeat("a", 64<<10)
	for name, test := range map[string]struct {
		method  string
		handler http.HandlerFunc
		want    string
	}{
		"without a Flush": {"GET", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<html>")
			w.Header().Set("X-Late", "1")
		}, prelude + "<html>"},
		"at each Flush": {"GET", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<html>")
			flush(w)
			w.Header().Set("X-Late", "1")
			_, _ = io.WriteString(w, "a")
			flush(w)
			_, _ = w.Write([]byte("b"))
		}, prelude + "<html>|a|b"},
		"headers before the body": {"GET", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			w.WriteHeader(http.StatusAccepted)
			flush(w)
			_, _ = io.WriteString(w, "data: 1\n\n")
		}, `{"statusCode":202,"headers":{"content-type":"text/event-stream"}}` + separator + "|data: 1\n\n"},
		"from 64 KB on": {"GET", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Early", "1")
			_, _ = io.WriteString(w, "<html>")
			_, _ = io.WriteString(w, large)
			w.Header().Set("X-Late", "1")
			_, _ = io.WriteString(w, "b")
		}, `{"statusCode":200,"headers":{"content-type":"text/html; charset=utf-8","x-early":"1"}}` + separator + "<html>" + large + "b"},
		"too many headers": {"GET", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Large", large)
			if err := http.NewResponseController(w).Flush(); err == nil {
				t.Error("Flush says nothing of headers that do not fit")
			}
			if _, err := io.WriteString(w, "x"); err == nil {
				t.Error("Write says nothing of it either")
			}
		}, `{"statusCode":500,"headers":{"content-type":"application/json"}}` + separator +
			`{"message":"the response cannot be sent: status and headers of a streamed response are 65587 bytes of JSON; they must end within the first 16384"}`},
		"cookies": {"GET", func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Set-Cookie"] = []string{"a=1", "b=2"}
		}, `{"statusCode":200,"headers":{},"cookies":["a=1","b=2"]}` + separator},
		"nothing": {"GET", func(http.ResponseWriter, *http.Request) {}, `{"statusCode":200,"headers":{}}` + separator},
		"HEAD": {"HEAD", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<html>")
			flush(w)
			_, _ = io.WriteString(w, large+large)
		}, prelude + "|"},
		"204": {"GET", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNoContent)
			if _, err := io.WriteString(w, "x"); !errors.Is(err, http.ErrBodyNotAllowed) {
				t.Error(err)
			}
			flush(w)
		}, `{"statusCode":204,"headers":{}}` + separator + "|"},
		"a panic before the headers are out": {"GET", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "x")
			panic("oh")
		}, `{"statusCode":500,"headers":{"content-type":"application/json"}}` + separator + `{"message":"Internal Server Error"}`},
		"an invalid status": {"GET", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(700) },
			`{"statusCode":500,"headers":{"content-type":"application/json"}}` + separator + `{"message":"the response cannot be sent: status 700 is outside 200..599"}`},
	} {
		got, response, err := stream(t, httpevent.FunctionURL, test.method, test.handler)
		if err != nil || response != "" || got.contentType != "application/vnd.awslambda.http-integration-response" {
			t.Errorf("%s: %v, %s, %s", name, err, response, got.contentType)
		}
		if got.String() != test.want {
			t.Errorf("%s\n got %.300q\nwant %.300q", name, got, test.want)
		}
	}
}

// TestStreamOfRESTAPI has the headers in the members that a REST API reads.
func TestStreamOfRESTAPI(t *testing.T) {
	got, _, err := stream(t, httpevent.RESTAPI, "GET", func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Vary"] = []string{"Accept", "Origin"}
		_, _ = io.WriteString(w, "x")
	})
	want := `{"statusCode":200,"headers":{"content-type":"text/plain; charset=utf-8"},"multiValueHeaders":{"vary":["Accept","Origin"]}}` + separator + "x"
	if got.String() != want || err != nil {
		t.Errorf("%v\n got %q\nwant %q", err, got, want)
	}
}

// TestBrokenStream shows that what has begun is never completed in another way.
func TestBrokenStream(t *testing.T) {
	for name, test := range map[string]struct {
		end  func(w http.ResponseWriter)
		want string
	}{
		"panic": {func(http.ResponseWriter) { panic("oh") }, "panic serving GET /: oh"},
		"abort": {func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, http.ErrAbortHandler.Error()},
		"short": {func(w http.ResponseWriter) {}, "serving GET /: the handler set Content-Length 10 and wrote 4 bytes"},
	} {
		got, _, err := stream(t, httpevent.FunctionURL, "GET", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10")
			_, _ = io.WriteString(w, "half")
			w.(http.Flusher).Flush()
			test.end(w)
		})
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.HasSuffix(got.String(), separator+"half|") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestLostConnection stops a handler whose client is gone, or whose response is over Lambda's
// limit.
func TestLostConnection(t *testing.T) {
	var writes int
	server := &lambdahttp.Server{Stream: []httpevent.Kind{httpevent.FunctionURL}, Log: slog.New(slog.DiscardHandler), Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for ; writes < 1000; writes++ {
			if _, err := w.Write(make([]byte, 1024)); err != nil {
				return
			}
		}
	})}
	lost := errors.New("lost")
	_, err := server.Respond(t.Context(), &recorder{err: lost}, nil, event(t, httpevent.FunctionURL, httptest.NewRequest("GET", "/", nil)))
	if !errors.Is(err, lost) || writes != 64 {
		t.Errorf("%v after %d writes", err, writes)
	}
}

// TestNoStream gets a buffered response from the same server through every other front end.
func TestNoStream(t *testing.T) {
	for _, kind := range []httpevent.Kind{httpevent.ALB, httpevent.ALBMultiValue, httpevent.HTTPAPI} {
		got, response, err := stream(t, kind, "GET", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "a")
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, "b")
		})
		if err != nil || got.Len() > 0 || !strings.Contains(response, `"body":"ab"`) {
			t.Errorf("%s: %v, %q, %s", kind, err, got, response)
		}
	}
}
