package main

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

func BenchmarkEcho(b *testing.B) {
	const head = `{"resource":"/{proxy+}","path":"/echo","httpMethod":"POST","headers":{"Accept":"*/*","Content-Type":"application/json","Host":"x.execute-api.us-east-1.amazonaws.com","X-Forwarded-For":"10.0.0.1"},"multiValueHeaders":{"Accept":["*/*"],"Content-Type":["application/json"]},"queryStringParameters":null,"requestContext":{"stage":"dev","identity":{"sourceIp":"10.0.0.1"},"requestId":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef"},"body":"`
	const item = `{\"id\":12345,\"name\":\"Grace Hopper\",\"address\":\"1 Navy Yard, Arlington, Virginia\",\"tags\":[\"admiral\",\"compiler\"]},`
	const tail = `","isBase64Encoded":false}`
	for name, fill := range map[string]string{"json": item, "text": "The quick brown fox jumps over the lazy dog. "} {
		for _, size := range []int{1 << 10, 1 << 20} {
			event := []byte(head + strings.Repeat(fill, (size-len(head)-len(tail))/len(fill)) + tail)
			b.Run(name+map[int]string{1 << 10: "-1KB", 1 << 20: "-1MB"}[size], func(b *testing.B) {
				h := httpevent.NewHandler(echo, slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{ReplaceAttr: lambdacontext.ReplaceAttr})))
				b.SetBytes(int64(len(event)))
				b.ReportAllocs()
				var dst []byte
				for b.Loop() {
					dst = h.Append(context.Background(), dst[:0], event)
				}
			})
		}
	}
}
