package lambdahttp_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
)

// requests are what a handler sees.
func requests() []row {
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	return []row{
		{name: "path", target: "/a/b", handler: facts},
		{name: "escaped path", target: "/a%20b/%C3%A9", handler: facts},
		{name: "escaped slash", target: "/a%2Fb", handler: func(_ http.ResponseWriter, r *http.Request, note noter) {
			note(r.URL.Path, " ", r.URL.RawPath, " ", r.RequestURI)
		}, listed: "An HTTP API decodes the path", differs: func(kind httpevent.Kind, want *result) {
			if kind == httpevent.HTTPAPI || kind == httpevent.HTTPAPIV1 {
				want.Notes = []string{"/a/b  /a/b"}
			}
		}},
		{name: "slashes", target: "/a//b/../c/", handler: facts},
		{name: "query", target: "/?q=1&q=x%20y&r", handler: query, listed: "carry the last value of a repeated key", differs: func(kind httpevent.Kind, want *result) {
			if kind == httpevent.ALB || kind == httpevent.Lattice {
				want.Notes = []string{"q=x%20y&r"}
			}
		}},
		{name: "query, equals sign without a value", target: "/?a=&b", handler: query, listed: `do not distinguish "a=" from "a"`, differs: func(kind httpevent.Kind, want *result) {
			if !kind.Payload2() {
				want.Notes = []string{"a&b"}
			}
		}},
		{name: "query, values of a key apart", target: "/?a=1&b=2&a=3", handler: query, listed: "keep the values of a key together", differs: func(kind httpevent.Kind, want *result) {
			switch {
			case kind == httpevent.ALB || kind == httpevent.Lattice:
				want.Notes = []string{"a=3&b=2"}
			case !kind.Payload2():
				want.Notes = []string{"a=1&a=3&b=2"}
			}
		}},
		{name: "query, plus and percent", target: "/?a=b+c&d=%2B%26%3D%25", handler: query, listed: "encoded again, a space as %20", differs: func(kind httpevent.Kind, want *result) {
			if kind == httpevent.RESTAPI || kind == httpevent.HTTPAPIV1 {
				want.Notes = []string{"a=b%20c&d=%2B%26%3D%25"}
			}
		}},
		{name: "signed query", target: "/?X-Amz-Credential=AKIA%2F20130524%2Fus-east-1&X-Amz-Signature=aeeed9bb", handler: facts},
		{name: "cookies of the client", header: http.Header{"Cookie": {"a=1; b=2"}}, handler: facts},
		{name: "header", header: http.Header{"X-Test": {"a, b"}, "Accept": {"text/html;q=0.5"}}, handler: facts},
		{name: "header lines", header: http.Header{"X-Test": {"a", "b"}}, handler: func(_ http.ResponseWriter, r *http.Request, note noter) {
			note(strings.Join(r.Header["X-Test"], " and "))
		}, listed: "join the lines of a repeated header by commas", differs: func(kind httpevent.Kind, want *result) {
			switch {
			case kind == httpevent.ALB, kind == httpevent.Lattice:
				want.Notes = []string{"b"}
			case kind.Payload2():
				want.Notes = []string{"a,b"}
			}
		}},
		{name: "basic authentication", header: http.Header{"Authorization": {"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}}, handler: facts},
		{name: "form", method: "POST", header: form, body: "a=1&b=x+y&a=2", handler: facts},
		{name: "json", method: "PUT", header: http.Header{"Content-Type": {"application/json"}}, body: `{"é":"\"\\ \u0000"}`, handler: facts},
		{name: "binary body", method: "PATCH", header: http.Header{"Content-Type": {"image/png"}}, body: "\x89PNG\x00\xff", handler: facts},
		{name: "method of its own", method: "PURGE", handler: facts},
		{name: "options", method: "OPTIONS", handler: facts},
		{name: "delete", method: "DELETE", target: "/x", handler: facts},
		{name: "body after Close", method: "POST", header: http.Header{"Content-Type": {"text/plain"}}, body: "abc", handler: func(_ http.ResponseWriter, r *http.Request, note noter) {
			note(r.Body.Close())
			_, err := io.ReadAll(r.Body)
			note(errors.Is(err, http.ErrBodyReadAfterClose))
		}},
		{name: "no body", handler: func(_ http.ResponseWriter, r *http.Request, note noter) {
			note(r.Body == http.NoBody, r.ContentLength, r.Trailer == nil, r.TransferEncoding == nil)
		}},
	}
}

// facts notes what a handler can learn of a request, apart from what front ends add.
func facts(_ http.ResponseWriter, r *http.Request, note noter) {
	user, password, _ := r.BasicAuth()
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	formErr := r.ParseForm()
	note(fmt.Sprintf("%s %q %q %q %q %s %d %q %v %v %q %v %v %q %q %s", r.Method, r.URL.Path, r.URL.RawPath, r.RequestURI, r.URL.RawQuery,
		r.Host, r.ContentLength, body, err, formErr, r.Form.Encode(), r.Cookies(), r.URL.IsAbs(), r.Header["X-Test"], r.Header["Accept"], user+password))
	note(r.Header["Host"], r.MultipartForm, r.ProtoMajor, r.ProtoMinor, r.Pattern, r.Response, r.Context().Err(), r.Context().Value(http.ServerContextKey) != nil)
}

func query(_ http.ResponseWriter, r *http.Request, note noter) { note(r.URL.RawQuery) }
