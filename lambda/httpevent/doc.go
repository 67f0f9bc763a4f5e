// Package httpevent reads the events with which the HTTP front ends of AWS Lambda invoke a
// function, and writes the responses that they expect: Application Load Balancers, REST APIs and
// HTTP APIs of API Gateway, function URLs, and VPC Lattice. A function that uses it works behind
// each of them, and behind several at once.
//
// A function is a [Func]. [NewHandler] turns it into what package runtimeloop accepts, and
// lambda.Start of aws-lambda-go as well. A complete program:
//
//	package main
//
//	import (
//		"context"
//
//		"example.com/alb-lambda/lambda/httpevent"
//		"example.com/alb-lambda/lambda/runtimeloop"
//	)
//
//	func main() { runtimeloop.Start(httpevent.NewHandler(hello, nil)) }
//
//	func hello(ctx context.Context, r *httpevent.Request) (*httpevent.Response, error) {
//		return httpevent.Text(200, "hello "+r.Query().Get("name")), nil
//	}
//
// It is not for an [http.Handler], which package lambdahttp serves, built on this one.
//
// # What differs between the front ends, and is the same here
//
//   - Headers are found whatever their case. Load balancers and payload format 2.0 give names in
//     lower case, API Gateway's other events as the client sent them; they come as a map of
//     strings, a map of arrays, or both.
//   - The path is as the client sent it. HTTP APIs decode it and put their stage in front.
//   - The query is URL-decoded once. A load balancer does not decode it, API Gateway does.
//   - Cookies are the header Cookie of a request and the header Set-Cookie of a response, also
//     where the event has an array.
//   - Bodies are bytes. Those that are not UTF-8 go through each front end as base64. A REST API
//     has to be told so: its binary media types decide what it decodes for a client.
//   - A body without a Content-Type gets one. Otherwise a load balancer calls it
//     application/octet-stream, which browsers download, an HTTP API text, and the others JSON.
//   - A response has no member that is null: a load balancer responds with 502 to "body":null and
//     to "headers":null (aws/aws-lambda-go#438). A REST API accepts null headers. A load balancer
//     gets the headers in that of the two members which its target group reads.
//
// # Error handling
//
// ALB and API Gateway return a bare 502 for a malformed response, or a 500. The handler finds out
// before they do. An error or a panic of the function is a 500, a status or a header that cannot be
// is a 500 that says so, and a response that is larger than the front end accepts is a 413 with the
// size and the limit. Each is in the log, too. An error over an event that is not an HTTP request
// fails the invocation: to Lambda a 500 is a success, and a queue would delete the message.
//
// # Whose memory it is
//
// A [Request] may outlive its response: it refers to the event's bytes, which nobody writes again.
// [Handler.Invoke] copies the event, because aws-lambda-go reads the next one into the same memory;
// package runtimeloop gives each event memory of its own, unless a function promises to keep
// nothing ([Handler.ReusingBuffers]).
//
// # What it costs
//
// An event is not decoded as a whole: what nobody reads is not decoded. The time per event is that
// of copying its bytes, and the allocations are a handful. A large response that is made piece by
// piece need not be in memory as a whole first: see [Encoder]. The package depends on neither the
// CDK nor the event types of aws-lambda-go, which write null for what an event does not have and
// put what they write in an order of their own.
//
// What a front end does with a request or a response is decided in package httpsim, for tests; this
// package never calls it.
//
// What an event or a response of a front end means may enter. Routers, middleware and net/http are
// the business of lambdahttp, and what a front end does with a response that of httpsim.
package httpevent
