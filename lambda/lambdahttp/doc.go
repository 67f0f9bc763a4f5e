// Package lambdahttp puts an [http.Handler] behind every HTTP front end of AWS Lambda: Application
// Load Balancers, REST APIs, HTTP APIs, function URLs and VPC Lattice. A complete program:
//
//	package main
//
//	import (
//		"log"
//		"net/http"
//
//		"example.com/alb-lambda/lambda/lambdahttp"
//	)
//
//	func main() {
//		http.HandleFunc("GET /hello/{name}", func(w http.ResponseWriter, r *http.Request) {
//			w.Write([]byte("hello, " + r.PathValue("name")))
//		})
//		log.Fatal(lambdahttp.ListenAndServe(":8080", nil))
//	}
//
// In Lambda it serves the events of whatever front ends invoke the function, of several at once
// too. Anywhere else it is an ordinary [http.Server] on the address, with graceful shutdown.
// Routers such as chi, gin, echo and gorilla/mux are handlers. [Server] has the settings.
//
// It costs a tenth of a millisecond of processor time for a request of 1 KB, half of it the Runtime
// API's (docs/benchmarks.md). It is not for WebSocket connections, which no front end passes to a
// function, and other events than HTTP requests are for Server.Other.
//
// # The request
//
// The handler gets the request that net/http would have read off the wire. URL, RequestURI and Host
// are what the client sent, also where the event has the path decoded or begins it with a stage.
// RemoteAddr is the client's address, with port 0 because events have none; TLS is not nil for
// HTTPS. The body has been read, so ContentLength is never -1. The context has the deadline of the
// invocation and ends with it.
//
// [httpevent.FromContext] returns the event: what an authorizer found, path parameters, stage
// variables, the identity of a client certificate. A large body is empty in its Event: read it from
// the request. Outside Lambda there is none.
//
// # The response
//
// The ResponseWriter behaves like that of net/http: the content type is sniffed, a second
// WriteHeader is logged, HEAD, 204 and 304 have no body, interim responses are not passed on, and
// http.ResponseController works.
//
// An error is never a bare 502. A panic of the handler, or a response that the front end could not
// read, is a 500; a response over the front end's limit, 1 MB for a load balancer and 6 MB
// elsewhere, is a 413 that says what to do instead. Each is one record in the log.
//
// # Streaming
//
// Function URLs and REST APIs can stream; an event does not tell whether they do, so Server.Stream
// says it. The headers go out at the first Flush, or once 64 KB have been written; a body of up to
// 200 MB passes with no more than that in memory. A handler that fails in the middle ends the
// stream with an error, so that the client does not take it for complete. All other responses are
// buffered.
//
// # What a front end does not carry
//
// Clients get what net/http would have sent, byte for byte, with these exceptions:
//
//   - A connection that net/http would cut, because the handler panicked with
//     [http.ErrAbortHandler], wrote less than its Content-Length or passed a write deadline, is a
//     failed invocation: the client gets the front end's own 502, from an HTTP API a 500.
//   - A panic is a 500, also when something had been written.
//   - A status of 101 or over 599 is a 500. A connection cannot be taken over by [http.Hijacker].
//   - A header value that is not UTF-8 is a 500.
//   - A repeated header is one header with commas, except behind a REST API, payload format 1.0 and
//     a load balancer with multi-value headers. Of cookies, a load balancer without multi-value
//     headers and VPC Lattice carry the last Set-Cookie alone.
//   - A REST API renames WWW-Authenticate, Date, Server and others to
//     X-Amzn-Remapped-WWW-Authenticate and so on, a function URL WWW-Authenticate alone.
//   - Trailers, interim responses and the headers of the connection do not arrive. Content-Length
//     is the front end's.
//   - A body without Content-Type, because the handler set it to nil or flushed before the first
//     byte, arrives with one. A REST API adds Content-Type: application/json to a response without
//     a body, too, and a function URL that streams application/octet-stream.
//
// Requests differ in these points:
//
//   - An HTTP API decodes the path: %2F arrives as a slash.
//   - A REST API and payload format 1.0 decode the query: it arrives encoded again, a space as %20.
//     They and load balancers keep the values of a key together, and do not distinguish "a=" from
//     "a". A load balancer without multi-value headers and version 1 of VPC Lattice's events carry
//     the last value of a repeated key or header alone.
//   - HTTP APIs and function URLs join the lines of a repeated header by commas.
//   - Front ends add the headers X-Forwarded-For, X-Forwarded-Port, X-Forwarded-Proto and
//     X-Amzn-Trace-Id.
//
// # What it is not for, and what it costs
//
// WebSocket APIs, authorizers and other triggers are not HTTP: their events fail the invocation or
// go to Server.Other. A function that wants nothing of net/http's types can use package httpevent,
// which allocates less.
//
// A request costs the allocations of its http.Request. Its body is decoded where it is in the
// event, and what the handler writes goes to its place in the JSON of the response at once, so a
// large body is in memory once on each side. Go -C lambda/bench/peers run . compares it with other
// adapters.
//
// What lets an http.Handler run behind a front end may enter. The meaning of events is the business
// of httpevent.
package lambdahttp
