// Package recorder is the function of the stage. As a header of the request says, it responds with
// who it is, its release and the event that it got, as a vector says, or at the size that is
// wanted. A request that does not carry the token of the stage is a 403.
//
// What the steps of the proof need of a function may enter. AWS's infrastructure may not.
package recorder

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/lambda/runtimeloop"
	"example.com/alb-lambda/test/aws/internal/names"
)

// Settings are what its environment says.
type Settings struct {
	Name, Release string
	Token         string // of the stage
	Keys          string // what the key set's address responds with; "": it has no vectors either
	Broken        bool   // every invocation fails
	Vectors       fs.FS  // their files
}

// Recorder is the function.
type Recorder struct {
	Settings
	vectors []vectors.Vector
	http    *httpevent.Handler
}

// New reads the vectors, unless there is no key set: then it has none.
func New(s Settings) (*Recorder, error) {
	r := &Recorder{Settings: s}
	if s.Keys != "" {
		var err error
		if r.vectors, err = vectors.Load(s.Vectors); err != nil {
			return nil, err
		}
	}
	r.http = httpevent.NewHandler(r.respond, nil)
	return r, nil
}

// Append responds to an event.
func (r *Recorder) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	if r.Broken {
		return nil, errors.New("this release is broken, as it was told to be")
	}
	mode, n, ok := names.Marked(event, r.Token)
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

// streamed is a response as function URLs and REST APIs that stream need one.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
var streamed = &vectors.Function{Stream: &vectors.Stream{
	ContentType: "application/vnd.awslambda.http-integration-response", Text: "{\"statusCode\":200}\x00\x00\x00\x00\x00\x00\x00\x00streamed",
}}

// Respond responds where the function may stream, as some vectors do.
func (r *Recorder) Respond(ctx context.Context, w runtimeloop.Stream, dst, event []byte) ([]byte, error) {
	mode, n, ok := names.Marked(event, r.Token)
	switch {
	case !ok || r.Broken:
	case mode == names.Stream:
		return streamed.Respond(ctx, w, dst, event)
	case mode == names.Respond && n < len(r.vectors) && r.vectors[n].Function != nil:
		return r.vectors[n].Function.Respond(ctx, w, dst, event)
	}
	return r.Append(ctx, dst, event)
}

// Invoke responds as package httpsim calls a function.
func (r *Recorder) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	return r.Append(ctx, nil, event)
}

var _ runtimeloop.StreamHandler = (*Recorder)(nil)

// said is the body of a response.
type said struct {
	Name    string          `json:"name"`
	Release string          `json:"release"`
	Event   json.RawMessage `json:"event"`
}

func (r *Recorder) respond(_ context.Context, request *httpevent.Request) (*httpevent.Response, error) {
	header := http.Header{"Content-Type": {"application/json"}}
	if r.Keys != "" && request.Path() == names.KeySet {
		return &httpevent.Response{Header: header, Body: []byte(r.Keys)}, nil // for the load balancer
	}
	if _, _, ok := names.Marked(request.Event(), r.Token); !ok {
		return &httpevent.Response{StatusCode: http.StatusForbidden, Header: header, Body: []byte(`{"message":"the request is not of this stage's run"}`)}, nil
	}
	body, err := json.Marshal(said{Name: r.Name, Release: r.Release, Event: request.Event()})
	return &httpevent.Response{Header: header, Body: body}, err
}
