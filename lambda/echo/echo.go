package main

import (
	"context"
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
)

// door is how the answer names a front door.
type door struct{ integrationType, message string }

var doors = map[httpevent.Kind]door{
	httpevent.None:          {"apigw", "This event did not come through a known front door; it is answered as API Gateway's REST API would have it."},
	httpevent.ALB:           {"alb", "This request came through an Application Load Balancer."},
	httpevent.ALBMultiValue: {"alb", "This request came through an Application Load Balancer, with multi-value headers."},
	httpevent.REST:          {"apigw", "This request came through API Gateway, by a REST API."},
	httpevent.HTTPAPI:       {"httpapi", "This request came through API Gateway, by an HTTP API."},
	httpevent.FunctionURL:   {"functionurl", "This request came through a Lambda function URL."},
}

// echo answers a request with the event it came in, byte for byte.
func echo(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
	d := doors[r.Kind()]
	head := `{"integrationType":"` + d.integrationType + `","message":"` + d.message + `","requestEvent":`
	return httpevent.Bytes(http.StatusOK, "application/json", []byte(head), r.Event(), []byte("}")), nil
}
