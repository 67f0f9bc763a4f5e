package httpevent_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// hello is a function for any front end.
func hello(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
	name := r.Query().Get("name")
	if name == "" {
		return httpevent.JSON(http.StatusBadRequest, map[string]string{"message": "name is missing"}), nil
	}
	return httpevent.JSON(http.StatusOK, map[string]string{"hello": name, "through": r.Kind().String()}), nil
}

// A whole function: its main is runtimeloop.Start(httpevent.NewHandler(hello, nil)). Here it responds to a request through
// each of two front ends.
func ExampleNewHandler() {
	handler := httpevent.NewHandler(hello, slog.New(slog.DiscardHandler))
	for _, kind := range []httpevent.Kind{httpevent.ALBMultiValue, httpevent.RESTAPI} {
		request := httptest.NewRequest("GET", "/hello?name=Grace%20Hopper", nil)
		response, err := httpsim.Endpoint{Kind: kind}.Do(handler, request)
		if err != nil {
			fmt.Println(err)
			return
		}
		body, _ := io.ReadAll(response.Body)
		fmt.Println(response.Status, string(body))
	}
	// Output:
	// 200 OK {"hello":"Grace Hopper","through":"alb-multi-value"}
	// 200 OK {"hello":"Grace Hopper","through":"rest"}
}

func ExampleRead() {
	r := httpevent.Read([]byte(`{
		"requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/6d0ecf831eec9f09"}},
		"httpMethod": "POST",
		"path": "/orders",
		"multiValueQueryStringParameters": {"tag": ["a%26b", "c"]},
		"multiValueHeaders": {"content-type": ["image/png"], "x-forwarded-for": ["203.0.113.7, 192.0.2.1"]},
		"body": "iVBORw==",
		"isBase64Encoded": true
	}`))
	body, err := r.Body()
	fmt.Println(r.Kind(), r.Method(), r.Path(), r.SourceIP())
	fmt.Println(r.Query()["tag"], r.Header().Get("Content-Type"))
	fmt.Printf("%q %v\n", body, err)
	// Output:
	// alb-multi-value POST /orders 192.0.2.1
	// [a&b c] image/png
	// "\x89PNG" <nil>
}

func ExampleResponse_Append() {
	response := httpevent.Text(http.StatusNotFound, "no such order")
	response.Header.Add("Set-Cookie", "a=1")
	response.Header.Add("Set-Cookie", "b=2")
	for _, kind := range []httpevent.Kind{httpevent.ALBMultiValue, httpevent.RESTAPI, httpevent.FunctionURL} {
		out, err := response.Append(nil, kind)
		fmt.Println(string(out), err)
	}
	// Output:
	// {"statusCode":404,"statusDescription":"404 Not Found","multiValueHeaders":{"content-type":["text/plain; charset=utf-8"],"set-cookie":["a=1","b=2"]},"body":"no such order","isBase64Encoded":false} <nil>
	// {"statusCode":404,"headers":{"content-type":"text/plain; charset=utf-8"},"multiValueHeaders":{"set-cookie":["a=1","b=2"]},"body":"no such order","isBase64Encoded":false} <nil>
	// {"statusCode":404,"headers":{"content-type":"text/plain; charset=utf-8"},"cookies":["a=1","b=2"],"body":"no such order","isBase64Encoded":false} <nil>
}

func ExampleSizeError() {
	_, err := httpevent.Bytes(http.StatusOK, "text/plain", make([]byte, 1_000_000)).Append(nil, httpevent.ALB)
	fmt.Println(err)
	// Output:
	// the response is 6000121 bytes of JSON, and the load balancer accepts at most 1000000
}

// A logger that says of each line which service it is from. Lambda is told by AWS_LAMBDA_LOG_LEVEL what to leave out.
func ExampleNewLogger() {
	log := httpevent.NewLogger().With("service", "orders")
	handler := httpevent.NewHandler(hello, log)
	_ = handler // goes to runtimeloop.Start
	fmt.Println(log.Enabled(context.Background(), slog.LevelInfo), log.Enabled(context.Background(), slog.LevelDebug))
	// Output: true false
}
