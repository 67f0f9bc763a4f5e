package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/internal/measure"
	"example.com/alb-lambda/lambda/internal/runtimeapi"
)

// Short loads and many rounds, so that no function has the quiet moments of the machine alone.
var loads = []measure.Load{
	{Name: "1KB", Event: event(1<<10, `{\"id\":12345,\"name\":\"Grace Hopper\"},`), Warm: 300, All: 500},
	{Name: "json", Event: event(1<<20, `{\"id\":12345,\"name\":\"Grace Hopper\",\"address\":\"1 Navy Yard, Arlington, Virginia\",\"tags\":[\"admiral\",\"compiler\"]},`), Warm: 15, All: 20},
	{Name: "text", Event: event(1<<20, `The quick brown fox jumps over the lazy dog. `), Warm: 15, All: 20},
}

// event returns the event of a REST API, of about the size, whose body repeats the text. It is one
// of a REST API because a load balancer does not accept a response as large as that.
func event(size int, text string) []byte {
	const head = `{"resource":"/{proxy+}","path":"/echo","httpMethod":"POST","headers":{"Accept":"*/*","Content-Type":"application/json",` +
		`"Host":"1234567890.execute-api.us-east-1.amazonaws.com","User-Agent":"curl/8.5.0","X-Forwarded-For":"192.0.2.1"},` +
		`"queryStringParameters":null,"multiValueQueryStringParameters":null,"pathParameters":{"proxy":"echo"},"stageVariables":null,` +
		`"requestContext":{"resourcePath":"/{proxy+}","stage":"dev","identity":{"sourceIp":"192.0.2.1"},"requestId":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef"},"body":"`
	const tail = `","isBase64Encoded":false}`
	return []byte(head + strings.Repeat(text, (size-len(head)-len(tail))/len(text)) + tail)
}

// check checks that the function gives the response that all of them must give: the event as it
// was.
func check(ctx context.Context, f *measure.Function) error {
	return f.Run(ctx, true, func(server *runtimeapi.Server, _ int, _ time.Duration) error {
		for _, l := range loads {
			got, err := server.Invoke("check", l.Event, measure.Limit)
			if err != nil {
				return err
			}
			var response struct{ Body string }
			var body struct{ RequestEvent any }
			var want any
			if err := errors.Join(json.Unmarshal(got.Body, &response), json.Unmarshal([]byte(response.Body), &body), json.Unmarshal(l.Event, &want)); err != nil {
				return err
			}
			if !reflect.DeepEqual(body.RequestEvent, want) {
				return fmt.Errorf("%s: the event does not come back", l.Name)
			}
		}
		return nil
	})
}
