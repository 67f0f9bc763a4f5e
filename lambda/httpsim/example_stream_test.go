package httpsim_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// lines is a function that streams.
type lines struct{}

func (lines) Invoke(context.Context, []byte) ([]byte, error) { return nil, errors.ErrUnsupported }
func (lines) Append(context.Context, []byte, []byte) ([]byte, error) {
	return nil, errors.ErrUnsupported
}

func (lines) Respond(_ context.Context, w runtimeloop.Stream, _, event []byte) ([]byte, error) {
	response := httpevent.Response{Header: http.Header{"Content-Type": {"text/plain"}}}
	prelude, err := response.AppendPrelude(nil, httpevent.Read(event).Kind())
	if err != nil {
		return nil, err
	}
	w.SetContentType(runtimeloop.HTTPIntegration)
	_, err = w.Write(append(prelude, "one\ntwo\n"...))
	return nil, err
}

// A streamed response at a function URL that streams, and at one that buffers.
func ExampleEndpoint_Do_stream() {
	for _, stream := range []bool{true, false} {
		response, err := httpsim.Endpoint{Kind: httpevent.FunctionURL, Stream: stream}.Do(lines{}, httptest.NewRequest("GET", "/", nil))
		if err != nil {
			fmt.Println(err)
			return
		}
		body, err := io.ReadAll(response.Body)
		fmt.Printf("%d %s %q %v\n", response.StatusCode, response.Header.Get("Content-Type"), body, err)
	}
	// Output:
	// 200 text/plain "one\ntwo\n" <nil>
	// 502 application/json "{\"message\": \"Internal server error\"}" <nil>
}
