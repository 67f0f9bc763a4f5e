package httpsim_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
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
