package httpsim_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// wrong is a function whose responses are for a target group without multi-value headers.
type wrong struct{}

func (wrong) Invoke(context.Context, []byte) ([]byte, error) {
	return []byte(`{"statusCode":200,"headers":{"content-type":"text/plain"},"body":"hello"}`), nil
}

// A function that works behind a REST API need not work behind a load balancer, and Reason says
// why.
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
