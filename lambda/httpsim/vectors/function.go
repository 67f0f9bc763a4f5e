package vectors

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"example.com/alb-lambda/lambda/runtimeloop"
)

// Function is what the function does.
type Function struct {
	Returns json.RawMessage // the JSON that it returns
	Text    *Text           // what it returns, if it is not JSON or is long
	Stream  *Stream         // a response that is streamed
	Error   string          // the error that it returns
}

// Stream is a response that is streamed.
type Stream struct {
	ContentType string // as Lambda gets it
	Text        Text   // what is written
}

// Invoke is the function: it does what the vector says, whatever the event is.
func (f *Function) Invoke(context.Context, []byte) ([]byte, error) {
	switch {
	case f.Error != "":
		return nil, errors.New(f.Error)
	case f.Text != nil:
		return []byte(*f.Text), nil
	}
	return f.Returns, nil
}

// Append is Invoke as package runtimeloop calls it.
func (f *Function) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	out, err := f.Invoke(ctx, event)
	return append(dst, out...), err
}

// Respond is the function where it may stream.
func (f *Function) Respond(ctx context.Context, w runtimeloop.Stream, dst, event []byte) ([]byte, error) {
	if f.Stream == nil {
		return f.Append(ctx, dst, event)
	}
	if f.Stream.ContentType != "" {
		w.SetContentType(f.Stream.ContentType)
	}
	if _, err := w.Write([]byte(f.Stream.Text)); err != nil {
		return dst, err
	}
	if f.Error != "" {
		return dst, errors.New(f.Error)
	}
	return dst, nil
}

// Text is text in a vector: a string, {"repeat":"x","times":3}, or an array of both, which are
// joined.
type Text string

// UnmarshalJSON reads each of the forms.
func (t *Text) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		*t = Text(text)
		return nil
	}
	var parts []Text
	if json.Unmarshal(b, &parts) == nil {
		*t = ""
		for _, part := range parts {
			*t += part
		}
		return nil
	}
	var repeat struct {
		Repeat string
		Times  int
	}
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&repeat); err != nil || repeat.Times < 1 {
		return fmt.Errorf("%.60s is not a text", b)
	}
	*t = Text(strings.Repeat(repeat.Repeat, repeat.Times))
	return nil
}

var _ runtimeloop.StreamHandler = (*Function)(nil)
