// Command httpadapter serves the handler behind a REST API by aws-lambda-go-api-proxy.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/awslabs/aws-lambda-go-api-proxy/httpadapter"

	"example.com/alb-lambda/lambda/bench/peers/handler"
)

func main() { lambda.Start(httpadapter.New(handler.New()).ProxyWithContext) }
