// Command storefront is the shop's front: it responds with its release and the path of the request.
package main

import (
	"context"
	"net/http"
	"os"

	"example.com/alb-lambda/lambda/httpevent"
	"github.com/aws/aws-lambda-go/lambda"
)

func main() { lambda.Start(httpevent.NewHandler(respond, nil)) }

func respond(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
	return httpevent.JSON(http.StatusOK, map[string]string{
		"service": "storefront", "release": os.Getenv("RELEASE"), "path": r.Path(),
	}), nil
}
