package lambdahttp_test

import (
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing/fstest"
	"time"
)

// library are handlers and middleware of the standard library.
func library() []row {
	files := fstest.MapFS{"a.css": {Data: []byte("p { color: red }"), ModTime: time.Unix(1e9, 0)}, "index.html": {Data: []byte("<p>home")}}
	multi, contentType := multipartBody()
	return []row{
		{name: "ServeMux", target: "/users/4%202?x=1", handler: handle(mux())},
		{name: "ServeMux, method", method: "POST", target: "/users/42", handler: handle(mux())},
		{name: "ServeMux, not found", target: "/none", handler: handle(mux())},
		{name: "ServeMux, cleaned path", target: "/users/../users/42", handler: handle(mux())},
		{name: "ServeMux, trailing slash", target: "/tree", handler: handle(mux())},
		{name: "Redirect", target: "/a/b?c=d", handler: func(w http.ResponseWriter, r *http.Request, _ noter) {
			http.Redirect(w, r, "../x?y=é", http.StatusFound)
		}},
		{name: "Error", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) { http.Error(w, "no", http.StatusForbidden) }},
		{name: "FileServer", target: "/a.css", handler: handle(http.FileServerFS(files))},
		{name: "FileServer, index", target: "/", handler: handle(http.FileServerFS(files))},
		{name: "FileServer, redirect", target: "/index.html", handler: handle(http.FileServerFS(files))},
		{name: "FileServer, range", target: "/a.css", header: http.Header{"Range": {"bytes=2-4"}}, handler: handle(http.FileServerFS(files))},
		{name: "FileServer, not modified", target: "/a.css", header: http.Header{"If-Modified-Since": {"Sun, 09 Sep 2001 01:46:40 GMT"}}, handler: handle(http.FileServerFS(files))},
		{name: "FileServer, HEAD", method: "HEAD", target: "/a.css", handler: handle(http.FileServerFS(files))},
		{name: "StripPrefix", target: "/api/x%20y", handler: handle(http.StripPrefix("/api", notingPath()))},
		{name: "TimeoutHandler", handler: handle(http.TimeoutHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			<-make(chan struct{}) // a handler that returned at the deadline could be in time
		}), time.Millisecond, "too slow"))},
		{name: "TimeoutHandler in time", handler: handle(http.TimeoutHandler(notingPath(), time.Hour, ""))},
		{name: "MaxBytesReader", method: "POST", header: http.Header{"Content-Type": {"text/plain"}}, body: "abcdef", handler: func(w http.ResponseWriter, r *http.Request, note noter) {
			_, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 3))
			note(err)
		}},
		{name: "multipart form", method: "POST", header: http.Header{"Content-Type": {contentType}}, body: multi, handler: func(w http.ResponseWriter, r *http.Request, note noter) {
			file, head, err := r.FormFile("file")
			if err != nil {
				note(err)
				return
			}
			content, err := io.ReadAll(file)
			note(head.Filename, fmt.Sprintf("%q", content), err, r.FormValue("name"))
		}},
		{name: "JSON encoder", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]string{"a": "<b>&"})
		}},
		{name: "CrossOriginProtection", method: "POST", header: http.Header{"Sec-Fetch-Site": {"cross-site"}}, handler: handle(http.NewCrossOriginProtection().Handler(notingPath()))},
		{name: "ReverseProxy", target: "/p", handler: proxied(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Backend", "1")
			_, _ = io.WriteString(w, "from the backend")
		})},
		{name: "ReverseProxy, backend breaks off", target: "/p", handler: proxied(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "from the")
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}), listed: "A connection that net/http would cut", differs: failed},
	}
}

func handle(h http.Handler) func(http.ResponseWriter, *http.Request, noter) {
	return func(w http.ResponseWriter, r *http.Request, _ noter) { h.ServeHTTP(w, r) }
}

func notingPath() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, "%s %s", r.URL.Path, r.URL.RawPath)
	})
}

func mux() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET example.com/users/{id}", func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, "user %q of %q, x=%q", r.PathValue("id"), r.Pattern, r.FormValue("x"))
	})
	mux.Handle("/tree/", notingPath())
	return mux
}

func proxied(backend http.HandlerFunc) func(http.ResponseWriter, *http.Request, noter) {
	return func(w http.ResponseWriter, r *http.Request, _ noter) {
		server := httptest.NewServer(backend)
		defer server.Close()
		target, _ := url.Parse(server.URL)
		(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}).ServeHTTP(w, r)
	}
}

func multipartBody() (body, contentType string) {
	var b strings.Builder
	m := multipart.NewWriter(&b)
	_ = m.SetBoundary("boundary")
	_ = m.WriteField("name", "Grace")
	file, _ := m.CreateFormFile("file", "a.bin")
	_, _ = file.Write([]byte("\x00\xff"))
	_ = m.Close()
	return b.String(), m.FormDataContentType()
}
