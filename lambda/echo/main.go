// Command echo is the Lambda function of the application: it responds to each request with the
// event that it received, which shows how a front end converts a request. The response's
// body is
//
//	{"integrationType":"alb","message":"…","requestEvent":{…}}
//
// where requestEvent is the event's own bytes and integrationType is alb, apigw, httpapi,
// functionurl or lattice.
//
// The function is here, and nothing of AWS's infrastructure: which front ends invoke it is the
// business of package stacks of the root module.
package main

import (
	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// The echo keeps nothing of a request, so one event may use the memory of the one before.
func main() { runtimeloop.Start(httpevent.NewHandler(echo, nil).ReusingBuffers()) }
