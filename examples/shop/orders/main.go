// Command orders serves HTTP behind three front ends, and takes the messages of a queue.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"os"

	"example.com/alb-lambda/lambda/lambdahttp"
)

func main() {
	server := &lambdahttp.Server{Handler: router(), Other: queue{}}
	log.Fatal(server.ListenAndServe(":8080"))
}

func router() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "order %s of table %s\n", r.PathValue("id"), os.Getenv("TABLE"))
	})
	mux.HandleFunc("GET /office/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "signed in as %s\n", r.Header.Get("X-Amzn-Oidc-Identity"))
	})
	return mux
}

// queue handles the events that are not requests.
type queue struct{}

func (queue) Invoke(_ context.Context, event []byte) ([]byte, error) {
	var batch struct{ Records []struct{ Body string } }
	if err := json.Unmarshal(event, &batch); err != nil || len(batch.Records) == 0 {
		return nil, fmt.Errorf("neither a request nor a batch of messages: %w", err)
	}
	for _, message := range batch.Records {
		slog.Info("shipped", "order", message.Body)
	}
	return []byte("null"), nil
}
