// Package httpsim is for the HTTP front ends of AWS Lambda what net/http/httptest is for servers:
// it turns an [http.Request] into the event that a front end makes of it, calls the function's
// handler, and judges what the function returns as the front end would. It needs no network and no
// emulator.
//
// [Endpoint] is one front end of one function. [LoadTemplates] reads templates, and sends requests
// through what they would deploy: a load balancer's listeners and rules, the resources and methods
// of a REST API, function URLs.
//
// A complete program:
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//		"net/http/httptest"
//
//		"example.com/alb-lambda/lambda/httpevent"
//		"example.com/alb-lambda/lambda/httpsim"
//	)
//
//	func hello(context.Context, *httpevent.Request) (*httpevent.Response, error) {
//		return httpevent.Text(200, "hello"), nil
//	}
//
//	func main() {
//		endpoint := httpsim.Endpoint{Kind: httpevent.ALB}
//		response, err := endpoint.Do(httpevent.NewHandler(hello, nil), httptest.NewRequest("GET", "/", nil))
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println(response.Status, response.Reason)
//	}
//
// A request takes tens of microseconds. It is not for load tests, nor for what AWS does beside
// HTTP: permissions, networks and concurrency are not simulated.
//
// Front ends and their rules live here, for tests, for local servers and for comparisons. Nothing
// here writes a response for a function, and the verdicts do not use the code of package httpevent
// that does: what two packages got wrong alike, no test would see. The vectors in testdata/vectors
// say the same as data, for other implementations.
//
// The pages of AWS that the rules are from:
//
//   - ALB:
//     https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
//   - ALB, forwarded headers:
//     https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
//   - ALB, its own errors:
//     https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
//   - ALB, tracing:
//     https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
//   - REST:
//     https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
//   - REST, bodies:
//     https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html
//   - REST, limits:
//     https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
//   - REST, notes:
//     https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
//   - REST, streams:
//     https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
//   - HTTP:
//     https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
//   - HTTP, limits:
//     https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
//   - URL: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
//   - URL, streams: https://docs.aws.amazon.com/lambda/latest/dg/config-rs-invoke-furls.html
//   - Lattice: https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
//   - Lambda, limits: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
//
// The comments below name them by what is before the colon. "Recorded" names a test of
// localstack/localstack that was run against AWS; project#number is an issue or a pull request on
// GitHub.
//
// What a front end does, by AWS's documentation, may enter. It shares constants with httpevent and
// no judgement, so that each can find the other's errors.
package httpsim
