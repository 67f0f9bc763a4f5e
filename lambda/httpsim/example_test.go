package httpsim_test

import (
	"fmt"
	"net/http/httptest"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

func ExampleEndpoint_Event() {
	request := httptest.NewRequest("GET", "http://example.com/a?q=%20&q=2", nil)
	request.Header.Set("X-Amzn-Trace-Id", "Root=1-5bdb40ca-556d8b0c50dc66f0511bf520")
	endpoint := httpsim.Endpoint{Kind: httpevent.ALB, Time: time.Unix(1541095818, 0)}
	event, err := endpoint.Event(request)
	fmt.Println(string(event), err)
	// Output:
	// {"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/my-target-group/6d0ecf831eec9f09"}},"httpMethod":"GET","path":"/a","queryStringParameters":{"q":"2"},"headers":{"host":"example.com","x-amzn-trace-id":"Self=1-5bdb418a-000000001563127b3cbae400;Root=1-5bdb40ca-556d8b0c50dc66f0511bf520","x-forwarded-for":"192.0.2.1","x-forwarded-port":"80","x-forwarded-proto":"http"},"body":"","isBase64Encoded":false} <nil>
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
