package main

import (
	"context"
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
)

// The answer's body begins with what it says of the front door. The event follows, and a brace.
const (
	apigw       = `{"integrationType":"apigw","message":"This request came through API Gateway, by a REST API.","requestEvent":`
	unknown     = `{"integrationType":"apigw","message":"This event came through none of the known front doors; it is answered as one of API Gateway's REST API.","requestEvent":`
	httpAPI     = `{"integrationType":"httpapi","message":"This request came through API Gateway, by an HTTP API.","requestEvent":`
	functionURL = `{"integrationType":"functionurl","message":"This request came through a Lambda function URL.","requestEvent":`
	alb         = `{"integrationType":"alb","message":"This request came through an Application Load Balancer.","requestEvent":`
	albMulti    = `{"integrationType":"alb","message":"This request came through an Application Load Balancer, with multi-value headers.","requestEvent":`
)

var heads = [...]string{
	httpevent.None:          unknown,
	httpevent.ALB:           alb,
	httpevent.ALBMultiValue: albMulti,
	httpevent.REST:          apigw,
	httpevent.HTTPAPI:       httpAPI,
	httpevent.FunctionURL:   functionURL,
}

var header = http.Header{"content-type": {"application/json"}}

// echo answers a request with the event that it came in, byte for byte.
func echo(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
	return &httpevent.Response{
		Header: header,
		Body:   [][]byte{[]byte(heads[r.Kind()]), r.Event(), []byte("}")},
	}, nil
}
