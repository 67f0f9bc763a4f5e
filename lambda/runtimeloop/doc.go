// Package runtimeloop runs a function in Lambda: it fetches events from the Runtime API, calls a
// handler, and posts the responses. It takes the place of lambda.Start of aws-lambda-go for
// handlers of bytes, such as those of packages lambdahttp and httpevent.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
//
// It is not for typed handlers with JSON on both sides, which lambda.Start makes of any function,
// nor for anything outside Lambda: without a Runtime API, [Start] says so and exits.
//
// It costs one connection and one goroutine for each event that Lambda may send at a time, and a
// single write for each response. lambda.Start posts in chunks through a small buffer: the echo of
// this module serves twice as many events of 1 KB on this loop, and three times as many of 1 MB,
// with less than half the memory (go run ./lambda/bench).
//
// A complete program:
//
//	package main
//
//	import (
//		"context"
//		"strings"
//
//		"example.com/alb-lambda/lambda/runtimeloop"
//	)
//
//	func main() { runtimeloop.Start(runtimeloop.HandlerFunc(upper)) }
//
//	func upper(_ context.Context, dst, event []byte) ([]byte, error) {
//		return append(dst, strings.ToUpper(string(event))...), nil
//	}
//
// # Isolation
//
// The memory of an event and of its response belongs to that invocation: the loop never writes to
// it again, so a goroutine that outlives its response reads nothing of another client's request.
// lambda.Start reads events into pooled buffers. A handler that promises to keep nothing gets
// memory that is used again: [ResponseReuser], [BufferReuser].
//
// With AWS_LAMBDA_MAX_CONCURRENCY, a panic, an error, a response that the Runtime API rejects and a
// lost connection end one invocation; the others finish.
//
// # Errors
//
// What a handler returns as an error is posted to /error, after a line of JSON on the standard
// error. So is a panic, with its stack; then no further event is fetched, and the process exits
// with code 1, because the state of the function is unknown. A failed start is posted to
// /runtime/init/error: see [StartInit]. A request that may have reached the Runtime API is never
// sent again: a response whose connection is lost is lost, and the next event is fetched. After a
// status of 5xx, which the Runtime API gives when the runtime is to exit, the process exits with
// code 1.
//
// # Next to lambda.Start
//
// This is lambda.Start of aws-lambda-go v1.55.1, and the test of this package that holds each line.
//
//	Feature                                lambda.Start          runtimeloop              Test
//	request ID, function ARN, tenant ID    yes                   yes                      TestInvocation
//	deadline of the context                yes                   yes                      TestInvocation, TestContextEnds
//	client context, Cognito identity       yes                   yes                      TestInvocation
//	X-Ray trace ID: context, environment   yes                   yes                      TestInvocation, TestTraceOfSeveral
//	base context and its values            WithContext           Loop.BaseContext         TestInvocation
//	a header that cannot be read           fails its invocation  fails its invocation     TestBadHeaders
//	an error of the handler                /error, goes on       /error, goes on          TestErrors
//	a panic                                /error, exits         /error, exits            TestErrors, TestStart
//	runtime.Goexit in the handler          hangs                 /error, goes on          TestErrors
//	error type, message and stack          yes                   yes                      TestErrors, TestNewFrame
//	cause for X-Ray, up to 1 MB            yes                   yes                      TestErrors, TestXRayCauseIsLeftOut
//	errors on standard error as JSON       yes                   yes                      TestStart
//	failed starts to /runtime/init/error   no                    StartInit                TestInitErrorIsPosted
//	AWS_LAMBDA_MAX_CONCURRENCY             yes                   yes                      TestConcurrency
//	one of several invocations fails       others finish         others finish            TestOneOfSeveral, TestPanicStopsPolling
//	the Runtime API rejects a response     exits                 goes on, exits for 5xx   TestOneOfSeveral, TestErrorIsRejected
//	a connection lost within a POST        exits                 not repeated, goes on    TestPostIsNotRepeated
//	a connection lost within an event      exits                 /error, goes on          TestEventIsCutOff
//	an idle connection that was closed     another one           another one              TestConnectionClosedWhileWorking
//	memory that a goroutine still reads    is overwritten        is its own               TestRequestsAreIsolated
//	SIGTERM with callbacks                 WithEnableSIGTERM     Loop.OnShutdown          TestSIGTERM
//	SIGTERM lets work finish               no                    yes                      TestSIGTERM
//	extension only on request              yes                   yes                      TestNoExtension
//	AWS_LAMBDA_LOG_FORMAT, _LEVEL          lambdacontext's       lambdacontext's, and     TestStart
//	                                       logger                the loop's own lines
//	streamed responses                     io.Reader             StreamHandler            TestStream, TestStreamFlush
//	an error within a stream               trailers              trailers, panics too     TestStreamFails
//	content type of a buffered response    octet-stream or JSON  JSON                     TestRun
//	statuses of a POST that are success    202                   2xx                      TestConnectionIsKept
//	proxy settings of the environment      ignored               ignored                  TestProxyIsIgnored
//	typed handlers, JSON options           yes                   no                       -
//
// The protocol of the Runtime API may enter. What is in an event is the business of the handler.
package runtimeloop
