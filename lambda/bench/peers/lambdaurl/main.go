// Command lambdaurl serves the handler behind a function URL that streams, by aws-lambda-go's
// package lambdaurl.
package main

import (
	"github.com/aws/aws-lambda-go/lambdaurl"

	"example.com/alb-lambda/lambda/bench/peers/handler"
)

func main() { lambdaurl.Start(handler.New()) }
