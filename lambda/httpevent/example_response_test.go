package httpevent_test

import (
	"fmt"

	"example.com/alb-lambda/lambda/httpevent"
)

func ExampleText() {
	response := httpevent.Text(404, "no such order\n")
	fmt.Printf("%d %s %s", response.StatusCode, response.Header.Get("Content-Type"), response.Body)
	// Output: 404 text/plain; charset=utf-8 no such order
}

// A value that encoding/json cannot write is a mistake of the program: the client gets a 500.
func ExampleJSON() {
	for _, value := range []any{map[string]int{"order": 7}, func() {}} {
		response := httpevent.JSON(200, value)
		fmt.Printf("%d %s\n", response.StatusCode, response.Body)
	}
	// Output:
	// 200 {"order":7}
	// 500 {"message":"the response cannot be written as JSON: json: unsupported type: func()"}
}

// A body that is not text goes to the front end as base64.
func ExampleBytes() {
	png := []byte("\x89PNG\r\n\x1a\n")
	out, err := httpevent.Bytes(200, "image/png", png).Append(nil, httpevent.ALB)
	fmt.Println(string(out), err)
	// Output:
	// {"statusCode":200,"statusDescription":"200 OK","headers":{"content-type":"image/png"},"body":"iVBORw0KGgo=","isBase64Encoded":true} <nil>
}

// What an event says about its front end, and what that front end accepts.
func ExampleKind_MaxResponse() {
	for _, kind := range []httpevent.Kind{httpevent.ALB, httpevent.RESTAPI} {
		fmt.Println(kind, kind.IsALB(), kind.MaxResponse())
	}
	// Output:
	// alb true 1000000
	// rest false 6291456
}
