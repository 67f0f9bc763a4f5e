package lambdahttp_test

import (
	"io"
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
)

// responseHeaders are headers that a handler sets.
func responseHeaders() []row {
	return []row{
		{name: "header values", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header()["X-Lines"] = []string{"a\r\nb"}
			w.Header()["X-Space"] = []string{"  a \t"}
			w.Header()["X-Empty"] = []string{""}
			w.Header()["X-None"] = nil
			for _, name := range []string{"X Bad", "X\x7fBad", "X\"Bad", "X:Bad", "X-Bäd", "X\tBad"} {
				w.Header()[name] = []string{"a"}
			}
			w.Header()[""] = []string{"a"}
			w.Header()["x-lower"] = []string{"a"}
			w.Header().Set("X-Quoted", `a "b" \ c`)
		}},
		{name: "header value that is not utf-8", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("X-Latin", "caf\xe9")
		}, listed: "A header value that is not UTF-8 is a 500",
			differs: replaced(http.StatusInternalServerError, `the response cannot be sent: header X-Latin: value "caf\xe9" has a control character or is not UTF-8`)},
		{name: "repeated header", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Add("Vary", "Accept")
			w.Header().Add("Vary", "Origin")
		}, listed: "A repeated header is one header with commas", differs: func(kind httpevent.Kind, want *result) {
			if kind != httpevent.ALBMultiValue && kind != httpevent.RESTAPI && kind != httpevent.HTTPAPIV1 {
				want.Header["Vary"] = []string{"Accept, Origin"}
			}
		}},
		{name: "cookies", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			http.SetCookie(w, &http.Cookie{Name: "a", Value: "1", Path: "/", HttpOnly: true})
			http.SetCookie(w, &http.Cookie{Name: "b", Value: "2"})
		}, listed: "the last Set-Cookie alone", differs: func(kind httpevent.Kind, want *result) {
			if kind == httpevent.ALB || kind.IsLattice() {
				want.Header["Set-Cookie"] = []string{"b=2"}
			}
		}},
		{name: "no content type", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header()["Content-Type"] = nil
			_, _ = io.WriteString(w, "x")
		}, listed: "A body without Content-Type, because the handler set it to nil"},
		{name: "no body written", handler: status(http.StatusOK, ""), listed: "A REST API adds Content-Type: application/json to a response without a body"},
		{name: "header of a server", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Server", "shop")
		}, differs: func(kind httpevent.Kind, want *result) {
			if kind == httpevent.RESTAPI {
				want.Header = http.Header{"X-Amzn-Remapped-Server": {"shop"}}
			}
		}},
		{name: "trailers", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Trailer", "X-Sum")
			_, _ = io.WriteString(w, "x")
			w.Header().Set("X-Sum", "1")
			w.Header().Set(http.TrailerPrefix+"X-Late", "1")
		}},
		{name: "connection headers", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Connection", "close")
			w.Header().Set("X-Test", "1")
		}},
		{name: "WWW-Authenticate", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Www-Authenticate", `Basic realm="shop"`)
			w.WriteHeader(http.StatusUnauthorized)
		}, listed: "A REST API renames WWW-Authenticate, Date, Server and others to X-Amzn-Remapped-WWW-Authenticate and so on, a function URL WWW-Authenticate alone"},
	}
}
