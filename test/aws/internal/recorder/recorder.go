// Command recorder is the function that make prove-aws deploys. As a header of the request says, it
// responds with who it is, its release and the event that it got, as a vector says, or at the
// size that is wanted.
//
// What the steps of the proof need of a function may enter. AWS's infrastructure may not.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/lambda/runtimeloop"
	"example.com/alb-lambda/test/aws/internal/names"
)

func main() {
	r := &recorder{name: os.Getenv("NAME"), release: os.Getenv("RELEASE"), keys: os.Getenv("KEYS"), broken: os.Getenv("BROKEN") != ""}
	if r.keys != "" {
		var err error
		if r.vectors, err = vectors.Load(os.DirFS("vectors")); err != nil {
			log.Fatal(err)
		}
	}
	r.http = httpevent.NewHandler(r.respond, nil)
	runtimeloop.Start(r)
}

type recorder struct {
	name, release string
	keys          string // what the key set's address responds with
	broken        bool   // every invocation fails
	vectors       []vectors.Vector
	http          *httpevent.Handler
}

// Append responds to an event.
func (r *recorder) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	if r.broken {
		return nil, errors.New("this release is broken, as it was told to be")
	}
	mode, n, ok := names.Vector(event)
	if ok && mode == names.Respond {
		return nil, fmt.Errorf("there is no vector %d with a function", n)
	}
	if ok && mode == names.Sized {
		// With the spaces that an emulator would add, which writes it anew.
		const head, tail = `{"statusCode": 200, "statusDescription": "200 OK", "multiValueHeaders": {}, "body": "`, `"}`
		return append(append(append(dst, head...), bytes.Repeat([]byte("x"), max(0, n-len(head)-len(tail)))...), tail...), nil
	}
	return r.http.Append(ctx, dst, event)
}

// Respond responds where the function may stream, as some vectors do.
func (r *recorder) Respond(ctx context.Context, w runtimeloop.Stream, dst, event []byte) ([]byte, error) {
	if mode, n, ok := names.Vector(event); ok && mode == names.Respond && n < len(r.vectors) && r.vectors[n].Function != nil && !r.broken {
		return r.vectors[n].Function.Respond(ctx, w, dst, event)
	}
	return r.Append(ctx, dst, event)
}

var _ runtimeloop.StreamHandler = (*recorder)(nil)

// said is the body of a response.
type said struct {
	Name    string          `json:"name"`
	Release string          `json:"release"`
	Event   json.RawMessage `json:"event"`
}

func (r *recorder) respond(_ context.Context, request *httpevent.Request) (*httpevent.Response, error) {
	header := http.Header{"Content-Type": {"application/json"}}
	if r.keys != "" && request.Path() == names.KeySet {
		return &httpevent.Response{Header: header, Body: []byte(r.keys)}, nil
	}
	body, err := json.Marshal(said{Name: r.name, Release: r.release, Event: request.Event()})
	return &httpevent.Response{Header: header, Body: body}, err
}
