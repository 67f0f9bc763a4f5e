// Package httpevent reads the events with which the HTTP front doors of AWS Lambda invoke a function, and writes the
// responses that they expect: Application Load Balancers, REST APIs and HTTP APIs of API Gateway, and function URLs. A
// function that uses it works behind each of them, and behind several at once.
//
// A function is a [Func]. [NewHandler] makes of it what package runtimeloop takes, and lambda.Start of aws-lambda-go as well:
//
//	func main() { runtimeloop.Start(httpevent.NewHandler(hello, nil)) }
//
//	func hello(ctx context.Context, r *httpevent.Request) (*httpevent.Response, error) {
//		return httpevent.Text(200, "hello "+r.Query().Get("name")), nil
//	}
//
// # What differs between the doors, and is the same here
//
//   - Headers are found whatever their case. A load balancer and payload format 2.0 give names in lower case, a REST API as
//     the client sent them; they come as a map of strings, a map of arrays, or both.
//   - The query is URL-decoded once. A load balancer does not decode it, API Gateway does.
//   - Cookies are the header Cookie of a request and the header Set-Cookie of a response, also where the event has an array.
//   - Bodies are bytes. Those that are not UTF-8 go through each door as base64. A REST API has to be told so: its binary
//     media types decide what it decodes for a client.
//   - A response has no member that is null, which a load balancer and a REST API answer with 502, and a load balancer gets
//     the headers in that of the two members which its target group reads.
//
// # What becomes of mistakes
//
// A door answers 502 to a response that it cannot read, and says nothing of why. The handler finds out before the door
// does. An error or a panic of the function is a 500, a status or a header that cannot be is a 500 that says so, and a
// response that is larger than the door takes is a 413 with the size and the limit. Each is in the log, too.
//
// # What it costs
//
// An event is not decoded as a whole: what nobody asks for is not read. The time per event is that of copying its bytes, and
// the allocations are a handful. The package depends on neither the CDK nor the event types of aws-lambda-go, which write
// null for what an event does not have and put what they write in an order of their own.
package httpevent
