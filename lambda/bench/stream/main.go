// Command stream is a function whose responses are streamed: 100 MB, or the time of its Flush.
package main

import (
	"log"
	"net/http"
	"strconv"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/lambdahttp"
)

func main() {
	http.HandleFunc("/large", large)
	http.HandleFunc("/flush", flush)
	server := &lambdahttp.Server{Stream: []httpevent.Kind{httpevent.FunctionURL}}
	log.Fatal(server.ListenAndServe(":8080"))
}

func large(w http.ResponseWriter, _ *http.Request) {
	piece := make([]byte, 1_000_000)
	for i := range piece {
		piece[i] = byte(i)
	}
	for range 100 {
		if _, err := w.Write(piece); err != nil {
			log.Print(err)
			return
		}
	}
}

func flush(w http.ResponseWriter, _ *http.Request) {
	_, err := w.Write(strconv.AppendInt(nil, time.Now().UnixNano(), 10))
	if err == nil {
		err = http.NewResponseController(w).Flush()
	}
	if err != nil {
		log.Print(err)
	}
	time.Sleep(5 * time.Millisecond) // what is not flushed would come after this
}
