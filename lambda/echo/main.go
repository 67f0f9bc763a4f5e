// Command echo is the Lambda function of the application: it answers each request with the event that it received, so that
// one can see what a front door makes of a request. The answer's body is
//
//	{"integrationType":"alb","message":"…","requestEvent":{…}}
//
// where requestEvent is the event's own bytes and integrationType is alb, apigw, httpapi or functionurl.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"example.com/alb-lambda/lambda/httpevent"
)

func main() { lambda.Start(httpevent.NewHandler(echo, nil)) }
