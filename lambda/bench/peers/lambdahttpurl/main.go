// Command lambdahttpurl serves the handler behind a function URL that streams, by package
// lambdahttp.
package main

import (
	"log"

	"example.com/alb-lambda/lambda/bench/peers/handler"
	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/lambdahttp"
)

func main() {
	server := &lambdahttp.Server{Handler: handler.New(), Stream: []httpevent.Kind{httpevent.FunctionURL}}
	log.Fatal(server.ListenAndServe(":8080"))
}
