package compress_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/lambdahttp/compress"
)

func TestHeaders(t *testing.T) {
	h := compress.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		w.Header().Set("Content-Length", "2000")
		w.Header().Set("Etag", `"1"`)
		w.Header().Set("Accept-Ranges", "bytes")
		w.Header().Set("Vary", "Origin")
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusCreated)
		w.Header().Set("X-Late", "1")
		_, _ = io.WriteString(w, strings.Repeat("a", 2000))
	}))
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Encoding", "br")
	server := httptest.NewServer(h)
	defer server.Close()
	r.URL.Scheme, r.URL.Host, r.RequestURI = "http", strings.TrimPrefix(server.URL, "http://"), ""
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	response.Header.Del("Date")
	length := response.Header.Get("Content-Length")
	response.Header.Del("Content-Length")
	got := fmt.Sprint(response.StatusCode, response.Header)
	if want := "201 map[Content-Encoding:[br] Content-Type:[text/css] Etag:[W/\"1\"] Vary:[Origin Accept-Encoding]]"; got != want || length == "2000" {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestUpgrade shows that a connection can be taken over outside Lambda.
func TestUpgrade(t *testing.T) {
	hijacker := false
	h := compress.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, hijacker = w.(http.Hijacker) }))
	server := httptest.NewServer(h)
	defer server.Close()
	r, err := http.NewRequest("GET", server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Connection", "Upgrade")
	r.Header.Set("Upgrade", "websocket")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if !hijacker {
		t.Error("the ResponseWriter of a request with Upgrade is not an http.Hijacker")
	}
}

func TestStatusWithoutBody(t *testing.T) {
	for _, status := range []int{http.StatusNoContent, http.StatusNotModified, http.StatusCreated} {
		h := compress.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", "br")
		if response := get(t, h, r); response.StatusCode != status || len(response.Header) != 0 {
			t.Errorf("status %d: %d %v", status, response.StatusCode, response.Header)
		}
	}
}

// failing is a ResponseWriter whose client is gone.
type failing struct{ http.ResponseWriter }

var errGone = errors.New("gone")

func (failing) Write([]byte) (int, error) { return 0, errGone }

func (failing) FlushError() error { return errGone }

// TestErrors shows that a handler is told that its client is gone.
func TestErrors(t *testing.T) {
	for _, accept := range []string{"", "gzip", "br"} {
		var writeErr, flushErr error
		h := compress.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			// encoders hold back what they can compress well
			random, block := rand.New(rand.NewPCG(1, 2)), make([]byte, 8<<10)
			for i := 0; i < 5000 && writeErr == nil; i++ {
				for j := range block {
					block[j] = byte(random.Uint32())
				}
				_, writeErr = w.Write(block)
			}
			flushErr = http.NewResponseController(w).Flush()
		}))
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", accept)
		h.ServeHTTP(failing{httptest.NewRecorder()}, r)
		if !errors.Is(writeErr, errGone) || !errors.Is(flushErr, errGone) {
			t.Errorf("Accept-Encoding %q: Write: %v; Flush: %v", accept, writeErr, flushErr)
		}
	}
}
