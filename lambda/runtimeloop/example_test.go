package runtimeloop_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strconv"

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

// A failed start is reported with its cause, so that the client and the log have more than "exit
// status 1".
func ExampleStartInit() {
	runtimeloop.StartInit(func(context.Context) (runtimeloop.Handler, error) {
		table, ok := os.LookupEnv("TABLE")
		if !ok {
			return nil, errors.New("the environment variable TABLE is not set")
		}
		return runtimeloop.HandlerFunc(func(_ context.Context, dst, _ []byte) ([]byte, error) {
			return append(dst, strconv.Quote(table)...), nil
		}), nil
	})
}

// A function that flushes what it has buffered before Lambda removes its execution environment.
func ExampleLoop() {
	var lines bytes.Buffer
	loop := runtimeloop.Loop{OnShutdown: []func(context.Context){
		func(context.Context) { _, _ = lines.WriteTo(os.Stdout) },
	}}
	loop.Start(runtimeloop.HandlerFunc(func(_ context.Context, dst, event []byte) ([]byte, error) {
		lines.Write(event)
		return append(dst, `"buffered"`...), nil
	}))
}
