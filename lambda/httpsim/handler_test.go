package httpsim_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// A server of a test is the load balancer with the function behind it.
func ExampleEndpoint_Handler() {
	function := httpevent.NewHandler(func(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
		return httpevent.Text(http.StatusOK, r.Kind().String()+" "+r.Path()+" "+r.SourceIP()), nil
	}, slog.New(slog.DiscardHandler))
	server := httptest.NewServer(httpsim.Endpoint{Kind: httpevent.ALBMultiValue}.Handler(function))
	defer server.Close()
	response, err := http.Get(server.URL + "/a%20b")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	fmt.Println(response.Status, string(body), err)
	// Output:
	// 200 OK alb-multi-value /a%20b 127.0.0.1 <nil>
}

func TestHandler(t *testing.T) {
	for kind := httpevent.ALB; kind <= httpevent.LatticeV2; kind++ {
		function := httpevent.NewHandler(func(ctx context.Context, r *httpevent.Request) (*httpevent.Response, error) {
			body, err := r.Body()
			lc, ok := lambdacontext.FromContext(ctx)
			if r.Kind() != kind || r.Method() != "POST" || r.Path() != "/a%20b" || r.Query().Get("q") != "1" || r.SourceIP() != "127.0.0.1" || !ok || lc.AwsRequestID == "" {
				t.Errorf("%s: %s %s %s %s %s %v", kind, r.Kind(), r.Method(), r.Path(), r.RawQuery(), r.SourceIP(), lc)
			}
			response := httpevent.Bytes(http.StatusAccepted, "text/html", body)
			response.Header["Set-Cookie"] = []string{"a=1"}
			return response, err
		}, slog.New(slog.DiscardHandler))
		server := httptest.NewServer(httpsim.Endpoint{Kind: kind}.Handler(function))
		response, err := http.Post(server.URL+"/a%20b?q=1", "text/plain", strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err != nil || string(body) != "hello" || response.StatusCode != 202 || response.Header.Get("Content-Type") != "text/html" || response.Header.Get("Set-Cookie") != "a=1" {
			t.Errorf("%s: %s %q %v, %v", kind, response.Status, body, response.Header, err)
		}
		_ = response.Body.Close()
		server.Close()
	}
	// What a front end leaves out is not added by net/http.
	server := httptest.NewServer(httpsim.Endpoint{Kind: httpevent.Lattice}.Handler(returns(`{"statusCode":200,"body":"<html>"}`)))
	defer server.Close()
	response, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if values, ok := response.Header["Content-Type"]; ok {
		t.Errorf("Content-Type %q", values)
	}
	// An endpoint that cannot be is an error of the server.
	recorder := httptest.NewRecorder()
	httpsim.Endpoint{}.Handler(returns(`{}`)).ServeHTTP(recorder, httptest.NewRequest("GET", "/", nil))
	if recorder.Code != 500 || !strings.Contains(recorder.Body.String(), "no front end is of the kind unknown") {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
}
