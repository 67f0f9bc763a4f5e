package runtimeloop_test

import (
	"context"
	"io"
	"strconv"

	"example.com/alb-lambda/lambda/runtimeloop"
)

// countdown streams its response.
type countdown struct{}

func (countdown) Respond(_ context.Context, w runtimeloop.Stream, dst, _ []byte) ([]byte, error) {
	w.SetContentType("text/plain")
	for i := 3; i > 0; i-- {
		if _, err := io.WriteString(w, strconv.Itoa(i)+"\n"); err != nil {
			return dst, err
		}
		if err := w.Flush(); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

func (countdown) Append(_ context.Context, dst, _ []byte) ([]byte, error) {
	return append(dst, `"3 2 1"`...), nil
}

// A function that streams: the client sees each line as soon as it is flushed.
func ExampleStreamHandler() {
	runtimeloop.Start(countdown{})
}
