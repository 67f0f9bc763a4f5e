package lambdahttp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/lambdahttp"
)

// A Server is a function: package httpsim sends it requests as the front ends do.
func ExampleServer() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hello/{name}", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "hello, "+r.PathValue("name"))
	})
	// in a program: log.Fatal(server.ListenAndServe(":8080"))
	server := &lambdahttp.Server{Handler: mux}

	for _, kind := range []httpevent.Kind{httpevent.ALB, httpevent.RESTAPI, httpevent.FunctionURL} {
		response, err := httpsim.Endpoint{Kind: kind}.Do(server, httptest.NewRequest("GET", "/hello/Grace%20Hopper", nil))
		if err != nil {
			log.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		fmt.Println(kind, response.StatusCode, string(body))
	}
	// Output:
	// alb 200 hello, Grace Hopper
	// rest 200 hello, Grace Hopper
	// function-url 200 hello, Grace Hopper
}

// One binary serves HTTP and a queue.
func ExampleServer_other() {
	server := &lambdahttp.Server{
		Handler: http.NotFoundHandler(),
		Other: lambda.NewHandler(func(_ context.Context, event events.SQSEvent) error {
			for _, message := range event.Records {
				fmt.Println("message", message.MessageId, message.Body)
			}
			return nil
		}),
	}
	_, err := server.Invoke(context.Background(), []byte(`{"Records":[{"messageId":"1","eventSource":"aws:sqs","body":"hello"}]}`))
	fmt.Println(err)
	// Output:
	// message 1 hello
	// <nil>
}

// What net/http has no place for is in the event: here the claims of a JWT authorizer.
func ExampleServer_authorizer() {
	server := &lambdahttp.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		e, ok := httpevent.FromContext(r.Context())
		if !ok {
			return // outside Lambda
		}
		var event events.APIGatewayV2HTTPRequest
		if err := json.Unmarshal(e.Event(), &event); err != nil {
			log.Fatal(err)
		}
		fmt.Println(e.Kind(), event.RequestContext.Authorizer.JWT.Claims["sub"], event.PathParameters["id"])
	})}
	api := httpsim.Endpoint{Kind: httpevent.HTTPAPI, Set: map[string]any{
		"requestContext.authorizer": map[string]any{"jwt": map[string]any{"claims": map[string]string{"sub": "user-1"}}},
		"pathParameters":            map[string]string{"id": "42"},
	}}
	if _, err := api.Do(server, httptest.NewRequest("GET", "/orders/42", nil)); err != nil {
		log.Fatal(err)
	}
	// Output: http-api user-1 42
}

// A load balancer's rule for /shop/* leads to a function whose router knows nothing of /shop.
func ExampleServer_basePath() {
	server := &lambdahttp.Server{
		BasePath: "/shop",
		Handler:  http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { fmt.Println(r.URL.Path) }),
	}
	if _, err := (httpsim.Endpoint{Kind: httpevent.ALB}).Do(server, httptest.NewRequest("GET", "/shop/orders/42", nil)); err != nil {
		log.Fatal(err)
	}
	// Output: /orders/42
}
