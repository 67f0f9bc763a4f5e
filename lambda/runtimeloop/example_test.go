package runtimeloop_test

import (
	"context"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// The main of a function. It has no output to compare: it ends with the process.
func ExampleStart() {
	hello := func(context.Context, *httpevent.Request) (*httpevent.Response, error) {
		return httpevent.JSON(200, map[string]string{"hello": "world"}), nil
	}
	runtimeloop.Start(httpevent.NewHandler(hello, nil))
}
