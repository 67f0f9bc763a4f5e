// Package compress compresses the responses of an [http.Handler] with Brotli or gzip, for the front
// ends that do not do it themselves. A complete program:
//
//	package main
//
//	import (
//		"log"
//		"net/http"
//
//		"example.com/alb-lambda/lambda/lambdahttp"
//		"example.com/alb-lambda/lambda/lambdahttp/compress"
//	)
//
//	func main() {
//		http.Handle("GET /", http.FileServer(http.Dir("pages")))
//		log.Fatal(lambdahttp.ListenAndServe(":8080", compress.Handler(http.DefaultServeMux)))
//	}
//
// Application Load Balancers, HTTP APIs, function URLs and VPC Lattice pass a response on as it is,
// and so does a plain [http.Server]; there it saves the client's time, and helps with the front
// end's limit, which counts what is sent. It costs processor time, which Lambda bills, and base64
// takes back a third of what buffered responses save.
//
// Through a REST API that buffers nothing is compressed here: it compresses by itself, with the
// setting minimumCompressionSize, and could not read the base64 of a compressed body without binary
// media types. One that streams leaves it to the function.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
//
// It is a package of its own so that functions without it do not carry the encoders.
//
// It is not for bodies that are compressed already, images or archives, which it leaves as they
// are. It knows http.Handler alone: Lambda and its events are not its business.
package compress
