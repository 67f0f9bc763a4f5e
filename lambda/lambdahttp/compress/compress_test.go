package compress_test

import (
	"bytes"
	"compress/gzip"
	"github.com/andybalholm/brotli"
	"io"
	"maps"
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
