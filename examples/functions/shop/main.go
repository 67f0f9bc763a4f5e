// Command shop is an application of chi, the same on a server and behind every front end of Lambda.
package main

import (
	"fmt"
	"log"
	"net/http"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/lambdahttp"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func main() {
	server := &lambdahttp.Server{Handler: router(), Stream: []httpevent.Kind{httpevent.FunctionURL, httpevent.RESTAPI}}
	log.Fatal(server.ListenAndServe(":8080"))
}

func router() http.Handler {
	r := chi.NewRouter()
	r.Use(middleware.Recoverer)
	r.Get("/orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "order %s\n", chi.URLParam(r, "id"))
	})
	r.Get("/ticks", ticks)
	return r
}

// ticks sends a line at a time. Front ends that do not stream send all of them at the end.
func ticks(w http.ResponseWriter, r *http.Request) {
	for i := range 3 {
		fmt.Fprintf(w, "tick %d\n", i)
		_ = http.NewResponseController(w).Flush() // a front end that cannot is no reason to stop
		select {
		case <-r.Context().Done():
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}
