// Package vectors reads the vectors of lambda/httpsim/testdata/vectors: what a client sends, the
// event that a front end of AWS Lambda makes of it, what the function returns, and what the client
// gets, as data with the source of each fact. The README beside the files describes the format, so
// that implementations in other languages can run them.
//
// A complete program, for the root of the module:
//
//	package main
//
//	import (
//		"fmt"
//		"log"
//		"os"
//
//		"example.com/alb-lambda/lambda/httpsim/vectors"
//	)
//
//	func main() {
//		all, err := vectors.Load(os.DirFS("lambda/httpsim/testdata/vectors"))
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println(all[0].Name, "for", all[0].Kind())
//	}
//
// The package is for tests, which it costs a second at most; it is not for programs that run.
//
// The format and how to compare may enter. What a front end does is the business of the files and
// of package httpsim.
package vectors
