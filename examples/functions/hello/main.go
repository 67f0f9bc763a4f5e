// Command hello is the function of most examples: it says which service responds, and what path it
// got.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"

	"example.com/alb-lambda/lambda/lambdahttp"
)

func main() { log.Fatal(lambdahttp.ListenAndServe(":8080", http.HandlerFunc(hello))) }

func hello(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "%s: %s\n", os.Getenv("SERVICE"), r.URL.Path)
}
