// Command checkout takes orders: it responds with its version, which the linker sets.
package main

import (
	"context"
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
	"github.com/aws/aws-lambda-go/lambda"
)

var version = "unknown"

func main() { lambda.Start(httpevent.NewHandler(respond, nil)) }

func respond(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
	return httpevent.JSON(http.StatusOK, map[string]string{
		"service": "checkout", "version": version, "path": r.Path(),
	}), nil
}
