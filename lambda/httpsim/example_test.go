package httpsim_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// wrong is a function whose responses are for a target group without multi-value headers.
type wrong struct{}

func (wrong) Invoke(context.Context, []byte) ([]byte, error) {
	return []byte(`{"statusCode":200,"headers":{"content-type":"text/plain"},"body":"hello"}`), nil
}

// A function that works behind a REST API need not work behind a load balancer, and Reason says why.
func ExampleEndpoint_Do() {
	for _, kind := range []httpevent.Kind{httpevent.RESTAPI, httpevent.ALBMultiValue} {
		response, err := httpsim.Endpoint{Kind: kind}.Do(wrong{}, httptest.NewRequest("GET", "/", nil))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %d %q\n", kind, response.StatusCode, response.Reason)
	}
	// Output:
	// rest: 200 ""
	// alb-multi-value: 502 "headers used, but the target group has multi-value on: use multiValueHeaders"
}

func ExampleEndpoint_Event() {
	request := httptest.NewRequest("GET", "http://example.com/a?q=%20&q=2", nil)
	request.Header.Set("X-Amzn-Trace-Id", "Root=1-5bdb40ca-556d8b0c50dc66f0511bf520")
	endpoint := httpsim.Endpoint{Kind: httpevent.ALB, Time: time.Unix(1541095818, 0)}
	event, err := endpoint.Event(request)
	fmt.Println(string(event), err)
	// Output:
	// {"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/my-target-group/6d0ecf831eec9f09"}},"httpMethod":"GET","path":"/a","queryStringParameters":{"q":"2"},"headers":{"host":"example.com","x-amzn-trace-id":"Self=1-5bdb418a-000000001563127b3cbae400;Root=1-5bdb40ca-556d8b0c50dc66f0511bf520","x-forwarded-for":"192.0.2.1","x-forwarded-port":"80","x-forwarded-proto":"http"},"body":"","isBase64Encoded":false} <nil>
}

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

// Sizes and contents at which functions go wrong, for the subtests of a function.
func ExampleBodies() {
	for _, body := range httpsim.Bodies()[:3] {
		fmt.Printf("%s: %q, %d\n", body.Name, body.Content, body.Status(httpevent.ALB))
	}
	// Output:
	// 0 bytes: "", 200
	// 1 byte: "x", 200
	// a brace: "{", 200
}
