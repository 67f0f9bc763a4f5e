// Command lambdastart is the echo on lambda.Start of aws-lambda-go in place of package runtimeloop,
// to see what that is for.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"

	"example.com/alb-lambda/lambda/httpevent"
)

func echo(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
	response := httpevent.Bytes(200, "application/json", []byte(`{"integrationType":"apigw","message":"","requestEvent":`))
	response.Chunks = [][]byte{r.Event(), []byte("}")}
	return response, nil
}

func main() { lambda.Start(httpevent.NewHandler(echo, nil)) }
