// Command lambdahttp serves the handler behind a REST API by package lambdahttp.
package main

import (
	"log"

	"example.com/alb-lambda/lambda/bench/peers/handler"
	"example.com/alb-lambda/lambda/lambdahttp"
)

func main() { log.Fatal(lambdahttp.ListenAndServe(":8080", handler.New())) }
