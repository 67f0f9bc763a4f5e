// Package compress compresses the responses of an [http.Handler] with Brotli or gzip, for the front
// ends that do not do it themselves:
//
//	log.Fatal(lambdahttp.ListenAndServe(":8080", compress.Handler(router)))
//
// Application Load Balancers, HTTP APIs, function URLs and VPC Lattice pass a response on as it is,
// and so does a plain [http.Server]; there it saves the client's time, and helps with the front
// end's limit, which counts what is sent. It costs processor time, which Lambda bills, and base64
// takes back a third of what buffered responses save.
//
// Through a REST API that buffers nothing is compressed here: it compresses by itself, with the
// setting minimumCompressionSize, and could not read the base64 of a compressed body without binary
// media types. One that streams leaves it to the function.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
//
// It is a package of its own so that functions without it do not carry the encoders.
//
// It knows http.Handler alone: Lambda and its events are not its business.
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
