package expected_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"example.com/alb-lambda/compare/internal/expected"
	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/local/diff"
)

// What compare shows of AWS is what the vectors have, wherever a request can be sent by compare: to
// the endpoint as it is deployed, from the address and under the name that compare assumes.
func TestVectors(t *testing.T) {
	all, err := vectors.Load(os.DirFS("../../../lambda/httpsim/testdata/vectors"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, v := range all {
		request, ok := sendable(t, &v)
		if !ok {
			continue
		}
		seen++
		t.Run(v.Name, func(t *testing.T) {
			stage := v.Endpoint.Stage
			if stage == "" {
				stage = "dev"
			}
			emulated := fmt.Sprintf(`{"headers":{},"requestContext":{"apiId":"a1b2","stage":%q,"requestTimeEpoch":%d}}`, stage, v.Endpoint.Time.UnixMilli())
			headers := "multiValueHeaders"
			if v.Kind() == httpevent.ALB {
				headers = "headers"
			}
			behindALB := fmt.Sprintf(`{"httpMethod":"GET","path":"/",%q:{},"requestContext":{"elb":{"targetGroupArn":"arn"}}}`, headers)
			aws, err := expected.From(request, echo(emulated), echo(behindALB))
			if err != nil {
				t.Fatal(err)
			}
			got := aws.ALB
			if v.Kind() == httpevent.RESTAPI {
				got = aws.API
			}
			for _, wrong := range v.Event.Check(got.Event) {
				t.Error(wrong)
			}
		})
	}
	if seen < 40 {
		t.Errorf("%d vectors were compared", seen)
	}
}

// sendable is the request of a vector as compare sends it; false where compare cannot send it so.
func sendable(t *testing.T, v *vectors.Vector) (request diff.Request, ok bool) {
	t.Helper()
	e := v.Endpoint
	switch v.Kind() {
	case httpevent.ALB, httpevent.ALBMultiValue, httpevent.RESTAPI:
	default:
		return request, false
	}
	alb := v.Kind() != httpevent.RESTAPI
	if alb && !e.Time.IsZero() {
		return request, false // the event of a load balancer does not say when it arrived
	}
	if v.Event == nil || v.Event.Is != nil || v.Request == nil || v.Request.From != "" || e.Set != nil || e.Stream || e.BinaryMediaTypes != nil {
		return request, false
	}
	r, err := v.Request.HTTP()
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(string(v.Request.Target), "http") {
		return request, false
	}
	request = diff.Request{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery}
	for _, h := range v.Request.Headers {
		if strings.EqualFold(string(h[0]), "host") {
			return request, false
		}
		request.Headers = append(request.Headers, diff.Header{Name: string(h[0]), Value: string(h[1])})
	}
	return request, r.ContentLength == 0
}
