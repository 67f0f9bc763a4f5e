package main

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

// TestRoutes sends requests through the templates of both stacks, as the load balancer they share
// would: which function gets them, and with which path.
func TestRoutes(t *testing.T) {
	d, err := httpsim.LoadTemplates(httpsim.Assembly(synth(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range d.Functions {
		f.Handle(httpsim.HandlerFunc(func(context.Context, []byte) ([]byte, error) {
			return fmt.Appendf(nil, `{"statusCode":200,"multiValueHeaders":{},"body":%q}`, f), nil
		}))
	}
	balancer, err := d.LoadBalancer(edgeStack + "/Balancer")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		choice            int // of 100, for the canary
		url, want, within string
	}{
		{0, "/orders/7?a=b", edgeStack + "/Orders/Function", `"path":"/7"`},
		{0, "/orders", edgeStack + "/Orders/Function", `"path":"/"`},
		{0, "http://" + shopHost + "/anything", shopStack + "/StorefrontFunction/Function", `"path":"/anything"`},
		{0, "/checkout/cart", shopStack + "/CheckoutV1/Function", `"path":"/checkout/cart"`},
		{89, "/checkout/cart", shopStack + "/CheckoutV1/Function", ``},
		{90, "/checkout/cart", shopStack + "/CheckoutV2/Function", ``},
		{0, "/ordersx", "", ""},
		{0, "http://other.example.com/anything", "", ""},
	} {
		d.Choose = func(int) int { return c.choice }
		result, err := balancer.Do(httptest.NewRequest("GET", c.url, nil))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(result.Body)
		if err != nil || c.want != "" && string(body) != c.want || (c.want == "") != (result.StatusCode == 404) || !strings.Contains(string(result.Event), c.within) {
			t.Errorf("%s: %d %s, %v; the event is %s; passed over %v", c.url, result.StatusCode, body, err, result.Event, result.PassedOver)
		}
	}
	if len(d.NotSimulated) > 0 {
		t.Errorf("not simulated: %q", d.NotSimulated)
	}
}
