package compress

import (
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
)

// minimum is the body size, in bytes, from which on compression is worth its while: a smaller body
// fits in one packet.
const minimum = 1024

// Handler returns a handler whose responses are compressed in the encoding that the client prefers,
// Brotli if it has no preference. Compressed are bodies of at least 1 KB, and those that are
// flushed before, if their Content-Type is a kind of text: JSON, XML, scripts, fonts and
// WebAssembly count as such. Left alone are responses that have a Content-Encoding, are part of a
// range, or forbid it by Cache-Control: no-transform. Strong ETags become weak, as the bytes
// differ.
func Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e, ok := httpevent.FromContext(r.Context()); ok && e.Kind() == httpevent.RESTAPI && !streams(w) || r.Header.Get("Upgrade") != "" {
			next.ServeHTTP(w, r)
			return
		}
		c := &writer{ResponseWriter: w, encoding: negotiate(r.Header.Values("Accept-Encoding"))}
		next.ServeHTTP(c, r)
		c.close() // not after a panic: then there is no response to complete
	})
}

// streams reports whether the response is streamed, as package lambdahttp says.
func streams(w http.ResponseWriter) bool {
	for {
		switch inner := w.(type) {
		case interface{ Streams() bool }:
			return inner.Streams()
		case interface{ Unwrap() http.ResponseWriter }:
			w = inner.Unwrap()
		default:
			return false
		}
	}
}
