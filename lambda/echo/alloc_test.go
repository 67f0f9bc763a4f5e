package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// restEvent returns an event with so many headers and a body of about so many bytes.
func restEvent(headers, size int) []byte {
	var b strings.Builder
	b.WriteString(`{"resource":"/{proxy+}","path":"/echo","httpMethod":"POST","headers":{"Host":"h"`)
	for i := range headers {
		fmt.Fprintf(&b, `,"X-%d":"%d"`, i, i)
	}
	b.WriteString(`},"requestContext":{"stage":"dev"},"body":"`)
	for b.Len() < size {
		b.WriteString(`{\"name\":\"Grace Hopper\",\"tags\":[\"admiral\",\"compiler\"]},`)
	}
	b.WriteString(`","isBase64Encoded":false}`)
	return []byte(b.String())
}

// TestAllocations: a handful a request with its log line, whatever the number of headers and the
// size.
func TestAllocations(t *testing.T) {
	h := httpevent.NewHandler(echo, slog.New(slog.NewJSONHandler(io.Discard, nil)))
	var buffer []byte
	count := func(event []byte) float64 {
		buffer, _ = h.Append(context.Background(), buffer[:0], event)
		return testing.AllocsPerRun(100, func() { buffer, _ = h.Append(context.Background(), buffer[:0], event) })
	}
	few := count(restEvent(1, 1<<10))
	if few > 6 {
		t.Errorf("%v allocations a request", few)
	}
	for _, event := range []string{
		`{"requestContext":{"elb":{"targetGroupArn":"a"}},"httpMethod":"GET","path":"/","headers":{"host":"h"},"body":"x","isBase64Encoded":false}`,
		`{"requestContext":{"elb":{"targetGroupArn":"a"}},"httpMethod":"GET","path":"/","multiValueHeaders":{"host":["h"]},"body":"x","isBase64Encoded":false}`,
		`{"version":"2.0","rawPath":"/","headers":{"host":"h"},"requestContext":{"domainName":"d.lambda-url.x","http":{"method":"GET"},"stage":"$default"},"body":"x"}`,
	} {
		if n := count([]byte(event)); n > 9 {
			t.Errorf("%v allocations for %s", n, event)
		}
	}
	if many := count(restEvent(200, 1<<10)); many > few {
		t.Errorf("%v allocations with 200 headers, %v with one", many, few)
	}
	if large := count(restEvent(1, 1<<20)); large > few {
		t.Errorf("%v allocations for 1 MB, %v for 1 KB", large, few)
	}
}

func BenchmarkEcho(b *testing.B) {
	for name, size := range map[string]int{"1KB": 1 << 10, "1MB": 1 << 20} {
		b.Run(name, func(b *testing.B) {
			h, event := httpevent.NewHandler(echo, slog.New(slog.NewJSONHandler(io.Discard, nil))), restEvent(10, size)
			var buffer []byte
			b.SetBytes(int64(len(event)))
			b.ReportAllocs()
			for b.Loop() {
				buffer, _ = h.Append(context.Background(), buffer[:0], event)
			}
		})
	}
}
