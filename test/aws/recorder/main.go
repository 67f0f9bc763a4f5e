// Command recorder is the function that make prove-aws deploys. What it does is the business of
// package recorder.
package main

import (
	"log"
	"os"

	"example.com/alb-lambda/lambda/runtimeloop"
	"example.com/alb-lambda/test/aws/internal/recorder"
)

func main() {
	r, err := recorder.New(recorder.Settings{
		Name: os.Getenv("NAME"), Release: os.Getenv("RELEASE"), Token: os.Getenv("TOKEN"), Keys: os.Getenv("KEYS"), Broken: os.Getenv("BROKEN") != "",
		Vectors: os.DirFS("vectors"),
	})
	if err != nil {
		log.Fatal(err)
	}
	runtimeloop.Start(r)
}
