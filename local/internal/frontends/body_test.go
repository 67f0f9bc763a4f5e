package frontends

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

const oneRule = `{"Resources": {
	"F": {"Type": "AWS::Lambda::Function", "Properties": {}},
	"G": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "Targets": [{"Id": {"Fn::GetAtt": ["F", "Arn"]}}]}},
	"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {}},
	"L": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Port": 80, "Protocol": "HTTP",
		"DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "G"}}]}}}}`

// The beginnings of bodies are kept, whatever becomes of them, and all of them is passed on.
func TestBodiesAreKept(t *testing.T) {
	d, err := httpsim.LoadTemplates(httpsim.Stack("shop", oneRule))
	if err != nil {
		t.Fatal(err)
	}
	d.Functions[0].Handle(httpsim.HandlerFunc(func(_ context.Context, event []byte) ([]byte, error) {
		if strings.Contains(string(event), "POST") {
			return fmt.Appendf(nil, `{"statusCode": 200, "headers": {}, "body": "%070000d"}`, 7), nil
		}
		return []byte(`{}`), nil
	}))
	done := make(chan *Exchange, 1)
	const page = "the function is broken"
	s := New(Config{Dir: t.TempDir(), Keep: 10, Say: t.Logf, Done: func(e *Exchange) { done <- e }, Page: func(*httpsim.Function) string { return page }})
	t.Cleanup(s.Close)
	if err := s.Use(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(s.Fronts()[0].URL(), "text/plain", strings.NewReader("a long request"))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got, err := io.ReadAll(response.Body); err != nil || len(got) != 70000 {
		t.Errorf("the client got %d bytes, %v", len(got), err)
	}
	e := <-done
	if string(e.Sent.Kept) != "a long req" || e.Sent.Size != 14 || string(e.Received.Kept) != "0000000000" || e.Received.Size != 70000 {
		t.Errorf("kept %q of %d and %q of %d", e.Sent.Kept, e.Sent.Size, e.Received.Kept, e.Received.Size)
	}
	if e.Front != s.Fronts()[0].Name || e.Page != nil {
		t.Errorf("by %s, with the page %q", e.Front, e.Page)
	}
	if response, err = http.Get(s.Fronts()[0].URL()); err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if e = <-done; e.Received.Size != int64(len(page)) || !strings.Contains(string(e.Page), "502 Bad Gateway") || e.Sent.Kept != nil {
		t.Errorf("%+v", e)
	}
}
