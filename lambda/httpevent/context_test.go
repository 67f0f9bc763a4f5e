package httpevent_test

import (
	"context"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

func TestContext(t *testing.T) {
	if r, ok := httpevent.FromContext(context.Background()); ok || r != nil {
		t.Errorf("%v, %t from a context without a request", r, ok)
	}
	want := httpevent.Read([]byte(event(httpevent.ALB, "")))
	if r, ok := httpevent.FromContext(httpevent.NewContext(context.Background(), want)); !ok || r != want {
		t.Errorf("%v, %t, want the request", r, ok)
	}
}
