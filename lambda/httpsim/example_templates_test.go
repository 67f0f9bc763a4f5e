package httpsim_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/lambdahttp"
)

// A routing table is tested like code: which rule matches, why the rules before did not, and what
// the client gets. Assembly("cdk.out") reads what CDK has synthesized, and Stack takes what
// assertions.Template has.
func ExampleLoadTemplates() {
	deployment, err := httpsim.LoadTemplates(httpsim.Assembly("testdata/templates"))
	if err != nil {
		fmt.Println(err)
		return
	}
	orders := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, "the order is %s", r.URL.Path)
	})
	if err := deployment.Handle("shop/Orders", &lambdahttp.Server{Handler: orders, BasePath: "/orders"}); err != nil {
		fmt.Println(err)
		return
	}
	alb, err := deployment.LoadBalancer("shop/Edge")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, method := range []string{"GET", "DELETE"} {
		result, err := alb.Do(httptest.NewRequest(method, "http://shop.example.com/orders/7", nil))
		if err != nil {
			fmt.Println(err)
			return
		}
		body, err := io.ReadAll(result.Body)
		fmt.Println(method, result.StatusCode, string(body), err)
		fmt.Println(" by", result.Rule)
		for _, rule := range result.PassedOver {
			fmt.Println(" not by", rule)
		}
	}
	// Output:
	// GET 200 the order is /7 <nil>
	//  by shop/Edge/Mount--orders/Rule
	// DELETE 404 {"message":"Not Found"} <nil>
	//  by default action
	//  not by shop/Edge/Mount--orders/Rule: Methods: "DELETE" is not one of "GET"
}

// A function may be any handler of Lambda's.
func ExampleHandlerFunc() {
	deployment, err := httpsim.LoadTemplates(httpsim.Assembly("testdata/templates"))
	if err != nil {
		fmt.Println(err)
		return
	}
	orders, err := deployment.Function("OrdersFunction")
	if err != nil {
		fmt.Println(err)
		return
	}
	orders.Handle(httpsim.HandlerFunc(func(context.Context, []byte) ([]byte, error) {
		return []byte(`{"statusCode":200,"headers":{"content-type":"text/plain"},"body":"hello"}`), nil
	}))
	alb, err := deployment.LoadBalancer("")
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := alb.Do(httptest.NewRequest("GET", "/orders", nil))
	fmt.Println(result.StatusCode, result.Reason, err)
	// Output: 502 headers used, but the target group has multi-value on: use multiValueHeaders <nil>
}
