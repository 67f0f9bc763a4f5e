// Command hello is a function of the app that the tests of serve use.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/runtimeloop"
)

// version is set by the linker.
var version string

const greeting = "hello"

func main() { runtimeloop.Start(runtimeloop.HandlerFunc(handle)) }

func handle(ctx context.Context, dst, event []byte) ([]byte, error) {
	var e struct {
		Path, RawPath                   string
		MultiValueHeaders               json.RawMessage
		QueryStringParameters           map[string]string
		MultiValueQueryStringParameters map[string][]string
	}
	if err := json.Unmarshal(event, &e); err != nil {
		return nil, err
	}
	body := fmt.Sprintf("%s %s %d", greeting, version, os.Getpid())
	path := e.Path + e.RawPath
	switch path[strings.LastIndexByte(path, '/')+1:] {
	case "sleep":
		time.Sleep(300 * time.Millisecond)
	case "wait":
		values := append(e.MultiValueQueryStringParameters["dir"], e.QueryStringParameters["dir"])
		if err := wait(ctx, values[0]); err != nil {
			return nil, err
		}
	case "late":
		time.Sleep(time.Minute)
	case "exit":
		os.Exit(3)
	case "error":
		return nil, errors.New("it broke")
	case "large":
		body = strings.Repeat("x", 1_000_001)
	case "event":
		body = string(event)
	case "file":
		text, err := os.ReadFile("texts/note")
		if err != nil {
			return nil, err
		}
		body = string(text)
	case "env":
		body = os.Getenv("LEVEL") + " " + os.Getenv("TABLE") + " " + os.Getenv("AWS_LAMBDA_FUNCTION_NAME") + " " + os.Getenv("SECRET_OF_THE_BUILDER")
	}
	response := map[string]any{"statusCode": 200, "body": body}
	if e.MultiValueHeaders != nil {
		response["multiValueHeaders"] = map[string][]string{"content-type": {"text/plain"}, "x-two": {"a", "b"}}
	} else {
		response["headers"] = map[string]string{"content-type": "text/plain"}
	}
	b, err := json.Marshal(response)
	return append(dst, b...), err
}

// wait says in a folder that this process is at work, and waits until the folder has a file "go".
func wait(ctx context.Context, encoded string) error {
	dir, err := url.QueryUnescape(encoded)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, strconv.Itoa(os.Getpid())), nil, 0o600); err != nil {
		return err
	}
	for ctx.Err() == nil {
		if _, err := os.Stat(filepath.Join(dir, "go")); err == nil {
			return nil
		}
		time.Sleep(time.Millisecond)
	}
	return ctx.Err()
}
