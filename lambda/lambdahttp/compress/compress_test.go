package compress_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"github.com/andybalholm/brotli"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/lambdahttp/compress"
)

// get sends a request to the handler behind an http.Server.
func get(t *testing.T, h http.Handler, r *http.Request) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// decode returns the body as the client reads it.
func decode(t *testing.T, response *http.Response) string {
	t.Helper()
	body, err := decodeAll(response)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func decodeAll(response *http.Response) (string, error) {
	var body io.Reader = response.Body
	switch encoding := response.Header.Get("Content-Encoding"); encoding {
	case "br":
		body = brotli.NewReader(body)
	case "gzip":
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			return "", err
		}
		body = unzipped
	}
	b, err := io.ReadAll(body)
	return string(b), err
}

func respond(contentType string, size int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, strings.Repeat("a", size))
	})
}

func TestNegotiation(t *testing.T) {
	for accept, want := range map[string]string{
		"":                              "",
		"gzip":                          "gzip",
		"gzip, deflate, br, zstd":       "br",
		"GZIP;Q=1.0":                    "gzip",
		"br;q=0.5, gzip;q=0.8":          "gzip",
		"br ; q=0.8 , gzip;q=0.8":       "br",
		"br;q=0, gzip;q=0":              "",
		"*":                             "br",
		"*;q=0":                         "",
		"br;q=0, *":                     "gzip",
		"identity, gzip;q=0.5":          "",
		"identity;q=0.5, gzip;q=0.5":    "gzip",
		"deflate, zstd":                 "",
		"gzip;q=many":                   "",
		"identity;q=0.1, br;q=0.001, *": "gzip",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", accept)
		response := get(t, compress.Handler(respond("text/plain", 2000)), r)
		if got := response.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: Content-Encoding %q, want %q", accept, got, want)
		}
		if got := decode(t, response); got != strings.Repeat("a", 2000) {
			t.Errorf("Accept-Encoding %q: body %.20q of %d bytes", accept, got, len(got))
		}
		if got := response.Header.Get("Vary"); got != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: Vary %q", accept, got)
		}
	}
}

func TestWhatIsCompressed(t *testing.T) {
	header := func(h http.Header) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			maps.Copy(w.Header(), h)
			_, _ = io.WriteString(w, strings.Repeat("a", 2000))
		}
	}
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    bool
	}{
		"json":            {respond("application/json", 2000).ServeHTTP, true},
		"problem":         {respond("application/problem+json; charset=utf-8", 2000).ServeHTTP, true},
		"svg":             {respond("image/svg+xml", 2000).ServeHTTP, true},
		"just enough":     {respond("text/css", 1024).ServeHTTP, true},
		"too small":       {respond("text/css", 1023).ServeHTTP, false},
		"png":             {respond("image/png", 2000).ServeHTTP, false},
		"zip":             {respond("application/zip", 2000).ServeHTTP, false},
		"sniffed":         {header(nil), true},
		"encoded already": {header(http.Header{"Content-Encoding": {"deflate"}, "Content-Type": {"text/css"}}), false},
		"range":           {header(http.Header{"Content-Range": {"bytes 0-1999/5000"}, "Content-Type": {"text/css"}}), false},
		"no-transform":    {header(http.Header{"Cache-Control": {"public, No-Transform"}, "Content-Type": {"text/css"}}), false},
		"no type":         {header(http.Header{"Content-Type": nil}), false},
		"in pieces": {func(w http.ResponseWriter, _ *http.Request) {
			for range 2000 {
				_, _ = io.WriteString(w, "a")
			}
		}, true},
		"flushed": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "a")
			_ = http.NewResponseController(w).Flush()
			_, _ = io.WriteString(w, strings.Repeat("a", 1999))
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("Accept-Encoding", "gzip")
			plain := get(t, test.handler, r)
			body := decode(t, &http.Response{Header: http.Header{}, Body: plain.Body})
			response := get(t, compress.Handler(test.handler), r)
			if got := response.Header.Get("Content-Encoding") == "gzip"; got != test.want {
				t.Errorf("compressed is %t: %v", got, response.Header)
			}
			if got := response.Header.Get("Content-Type"); got != plain.Header.Get("Content-Type") {
				t.Errorf("Content-Type %q, without compression %q", got, plain.Header.Get("Content-Type"))
			}
			got, err := io.ReadAll(response.Body)
			if test.want {
				var unzipped *gzip.Reader
				if unzipped, err = gzip.NewReader(bytes.NewReader(got)); err == nil {
					got, err = io.ReadAll(unzipped)
				}
			}
			if err != nil || string(got) != body {
				t.Errorf("body %.20q of %d bytes, want %d; %v", got, len(got), len(body), err)
			}
		})
	}
}

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

func TestTypes(t *testing.T) {
	for contentType, want := range map[string]bool{
		"text/plain": true, "text/event-stream": true, "TEXT/HTML; charset=utf-8": true, "application/json": true, "application/ld+json": true,
		"application/javascript": true, "application/xml": true, "application/atom+xml": true, "application/x-ndjson": true, "application/wasm": true,
		"application/x-www-form-urlencoded": true, "application/graphql": true, "application/sql": true, "application/yaml": true, "application/toml": true,
		"application/vnd.ms-fontobject": true, "font/ttf": true, "font/otf": true, "image/svg+xml": true, "image/bmp": true, "image/x-icon": true,
		"image/vnd.microsoft.icon": true,
		"image/jpeg":               false, "image/webp": false, "font/woff2": false, "video/mp4": false, "application/gzip": false, "application/pdf": false, "application/octet-stream": false,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		response := get(t, compress.Handler(respond(contentType, 2000)), r)
		if got := response.Header.Get("Content-Encoding") == "gzip"; got != want {
			t.Errorf("%s: compressed is %t", contentType, got)
		}
		if got := response.Header.Get("Vary") == "Accept-Encoding"; got != want {
			t.Errorf("%s: Vary is %q", contentType, response.Header.Get("Vary"))
		}
	}
}

// failing is a ResponseWriter whose client is gone.
type failing struct{ http.ResponseWriter }

var errGone = errors.New("gone")

func (failing) Write([]byte) (int, error) { return 0, errGone }
func (failing) FlushError() error         { return errGone }

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
