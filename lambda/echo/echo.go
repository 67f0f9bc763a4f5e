package main

import (
	"context"
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
)

// The response's body begins with what it says of the front end. The event follows, and a brace.
var (
	heads = [...][]byte{
		httpevent.Unknown:       head("apigw", "This event came through none of the known front ends; the response has the format of a REST API of API Gateway."),
		httpevent.ALB:           head("alb", "This request came through an Application Load Balancer."),
		httpevent.ALBMultiValue: head("alb", "This request came through an Application Load Balancer, with multi-value headers."),
		httpevent.RESTAPI:       head("apigw", "This request came through API Gateway, by a REST API."),
		httpevent.HTTPAPIV1:     head("httpapi", "This request came through API Gateway, by an HTTP API with payload format 1.0."),
		httpevent.HTTPAPI:       head("httpapi", "This request came through API Gateway, by an HTTP API."),
		httpevent.FunctionURL:   head("functionurl", "This request came through a Lambda function URL."),
		httpevent.Lattice:       head("lattice", "This request came through VPC Lattice, with event structure version 1."),
		httpevent.LatticeV2:     head("lattice", "This request came through VPC Lattice, with event structure version 2."),
	}
	tail   = []byte("}")
	header = http.Header{"content-type": {"application/json"}}
)

func head(integrationType, message string) []byte {
	return []byte(`{"integrationType":"` + integrationType + `","message":"` + message + `","requestEvent":`)
}

// echo responds to a request with the event that it came in, byte for byte.
func echo(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
	return &httpevent.Response{Header: header, Body: heads[r.Kind()], Chunks: [][]byte{r.Event(), tail}}, nil
}
