package httpevent_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// hello is a function for any front end.
func hello(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
	name := r.Query().Get("name")
	if name == "" {
		return httpevent.JSON(http.StatusBadRequest, map[string]string{"message": "name is missing"}), nil
	}
	return httpevent.JSON(http.StatusOK, map[string]string{"hello": name, "through": r.Kind().String()}), nil
}

// A whole function: its main is runtimeloop.Start(httpevent.NewHandler(hello, nil)). Here it
// responds to a request through each of two front ends.
func ExampleNewHandler() {
	handler := httpevent.NewHandler(hello, slog.New(slog.DiscardHandler))
	for _, kind := range []httpevent.Kind{httpevent.ALBMultiValue, httpevent.RESTAPI} {
		request := httptest.NewRequest("GET", "/hello?name=Grace%20Hopper", nil)
		response, err := httpsim.Endpoint{Kind: kind}.Do(handler, request)
		if err != nil {
			fmt.Println(err)
			return
		}
		body, _ := io.ReadAll(response.Body)
		fmt.Println(response.Status, string(body))
	}
	// Output:
	// 200 OK {"hello":"Grace Hopper","through":"alb-multi-value"}
	// 200 OK {"hello":"Grace Hopper","through":"rest"}
}
