package httpevent_test

import (
	"fmt"
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
)

func ExampleNewEncoder() {
	encoder := httpevent.NewEncoder(nil, httpevent.RESTAPI)
	for i := range 3 {
		if _, err := fmt.Fprintf(encoder, "order %d\n", i); err != nil {
			fmt.Println(err) // larger than the front end accepts
		}
	}
	out, err := encoder.Finish(&httpevent.Response{Header: http.Header{"Content-Type": {"text/plain"}}})
	fmt.Println(string(out), err)
	// Output:
	// {"body":"order 0\norder 1\norder 2\n","isBase64Encoded":false,"statusCode":200,"headers":{"content-type":"text/plain"}} <nil>
}
