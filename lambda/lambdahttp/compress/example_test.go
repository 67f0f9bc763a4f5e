package compress_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"example.com/alb-lambda/lambda/lambdahttp/compress"
)

func ExampleHandler() {
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<!DOCTYPE html>"+strings.Repeat("<p>hello</p>", 1000))
	})
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Encoding", "gzip, br")
	w := httptest.NewRecorder()
	// in a program: lambdahttp.ListenAndServe(":8080", compress.Handler(page))
	compress.Handler(page).ServeHTTP(w, r)
	fmt.Println(w.Header().Get("Content-Encoding"), w.Body.Len() < 100)
	// Output: br true
}
