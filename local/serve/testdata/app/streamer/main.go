// Command streamer is a function that streams: it writes its second line when a file is there.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/lambdahttp"
)

func main() {
	server := &lambdahttp.Server{Handler: http.HandlerFunc(stream), Stream: []httpevent.Kind{httpevent.FunctionURL}}
	log.Fatal(server.ListenAndServe(":0"))
}

func stream(w http.ResponseWriter, r *http.Request) {
	_, _ = fmt.Fprintln(w, "one")
	if err := http.NewResponseController(w).Flush(); err != nil {
		panic(err)
	}
	for r.Context().Err() == nil {
		if _, err := os.Stat(r.URL.Query().Get("file")); err == nil {
			break
		}
		time.Sleep(time.Millisecond)
	}
	_, _ = fmt.Fprintln(w, "two")
}
