package httpsim

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/internal/contract"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// stream is the streamed response of one invocation: the function writes it, and the client reads
// it through a pipe.
type stream struct {
	contentType string
	sent        bool // so that the content type is settled
	size        int
	buffer      *bufio.Writer // as large as that of package runtimeloop
	pipe        *io.PipeWriter
}

func newStream() (*stream, *io.PipeReader) {
	reader, writer := io.Pipe()
	s := &stream{contentType: "application/octet-stream", pipe: writer}
	s.buffer = bufio.NewWriterSize(sender{s}, 64<<10)
	return s, reader
}

// sender sends what the buffer has.
type sender struct{ *stream }

func (s sender) Write(p []byte) (int, error) {
	s.sent = true
	return s.pipe.Write(p)
}

var errStreamTooLarge = fmt.Errorf("the streamed response is over %d bytes", contract.MaxStream)

func (s *stream) Write(p []byte) (int, error) {
	if s.size += len(p); s.size > contract.MaxStream {
		return 0, errStreamTooLarge
	}
	return s.buffer.Write(p)
}

func (s *stream) Flush() error { return s.buffer.Flush() }

func (s *stream) SetContentType(contentType string) {
	if !s.sent {
		s.contentType = contentType
	}
}

// respond calls the function with a stream, as package runtimeloop does, and ends the stream. What
// a function that cannot stream returns, or one that has not streamed, is written as a whole.
func (s *stream) respond(ctx context.Context, h Handler, event []byte) {
	var returned []byte
	var err error
	if streams, ok := h.(runtimeloop.StreamHandler); ok {
		returned, err = streams.Respond(ctx, s, nil, event)
	} else {
		returned, err = h.Invoke(ctx, event)
	}
	if ctx.Err() != nil {
		err = errTimeout
	}
	if err == nil && s.size == 0 {
		s.SetContentType("application/json")
		_, err = s.Write(returned)
	}
	switch {
	case err == nil && s.size > contract.MaxStream:
		err = incomplete(errStreamTooLarge)
	case err == nil:
		err = s.Flush()
	case s.size > 0:
		_ = s.Flush() // the client gets what there is before it gets the error
		err = incomplete(err)
	}
	_ = s.pipe.CloseWithError(err) // nil is the end
}

// incomplete is the error of a body that has not ended well.
func incomplete(err error) error { return fmt.Errorf("%w: %w", io.ErrUnexpectedEOF, err) }

// stream sends an event to a function whose responses the front end streams. It returns when the
// status is known; the rest comes through the response's body, whose error is that of a stream that
// has not ended well.
func (d Endpoint) stream(h Handler, r *http.Request, event []byte) (*Response, error) {
	ctx, cancel := context.WithTimeout(withRequestID(r.Context()), d.timeout())
	s, reader := newStream()
	go func() {
		defer cancel()
		s.respond(ctx, h, event)
	}()
	context.AfterFunc(ctx, func() {
		_ = s.pipe.CloseWithError(incomplete(errTimeout)) // of a stream that has ended it changes nothing
	})
	in := bufio.NewReader(reader)
	if _, err := in.Peek(1); err != nil && err != io.EOF {
		return d.notStarted(r, err)
	}
	a, reason := d.head(s, in)
	if reason != "" {
		_ = reader.Close() // so that the function's next write fails
		return d.failed(r, reason), nil
	}
	d.rename(a.header)
	response := newResponse(r, a.status, a.header, nil)
	if r.Method == http.MethodHead || a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		go func() { _, _ = io.Copy(io.Discard, in) }() // the function may write all the same
		return response, nil
	}
	response.ContentLength = -1
	response.Body = struct {
		io.Reader
		io.Closer
	}{in, reader}
	return response, nil
}

// notStarted returns the response to a request whose function has not written a byte.
func (d Endpoint) notStarted(r *http.Request, err error) (*Response, error) {
	if canceled := r.Context().Err(); canceled != nil {
		return nil, canceled
	}
	if errors.Is(err, errTimeout) {
		return d.late(r), nil
	}
	return d.failed(r, "the function failed: "+err.Error()), nil
}

// head returns the status and the headers of a stream. Without the content type that announces a
// prelude, a function URL takes all of it for the body (URL, streams); a REST API needs the prelude
// (REST, streams).
func (d Endpoint) head(s *stream, in *bufio.Reader) (reply, string) {
	if s.contentType != contract.StreamContentType {
		if d.Kind == httpevent.RESTAPI {
			return reply{}, fmt.Sprintf("the stream's content type is %s; a REST API needs %s", s.contentType, contract.StreamContentType)
		}
		return reply{status: http.StatusOK, header: http.Header{"Content-Type": {s.contentType}}}, ""
	}
	prelude, ok := readPrelude(in)
	if !ok {
		return reply{}, fmt.Sprintf("the stream has no %d NUL bytes within its first %d bytes", len(contract.StreamSeparator), contract.MaxPrelude)
	}
	return d.parsePrelude(prelude)
}

// readPrelude reads what is before the separator.
func readPrelude(in *bufio.Reader) ([]byte, bool) {
	var b []byte
	for len(b) < contract.MaxPrelude {
		c, err := in.ReadByte()
		if err != nil {
			return nil, false
		}
		if b = append(b, c); bytes.HasSuffix(b, []byte(contract.StreamSeparator)) {
			return b[:len(b)-len(contract.StreamSeparator)], true
		}
	}
	return nil, false
}

// parsePrelude reads the metadata of a stream: "statusCode, headers, multiValueHeaders, cookies"
// (REST, streams); a function URL has no multiValueHeaders.
func (d Endpoint) parsePrelude(b []byte) (reply, string) {
	a := reply{header: http.Header{}}
	var members map[string]json.RawMessage
	if _ = json.Unmarshal(b, &members); members == nil { // it is no object
		return a, "the prelude of the stream is not a JSON object"
	}
	var ok bool
	if a.status, ok = d.status(members["statusCode"]); !ok {
		return a, fmt.Sprintf("statusCode %s of the prelude is not a number from 100 to 599", members["statusCode"])
	}
	if reason := d.readHeader(members, a.header); reason != "" {
		return a, "the prelude of the stream: " + reason
	}
	if _, ok := a.header["Content-Type"]; !ok && d.Kind == httpevent.FunctionURL {
		a.header.Set("Content-Type", "application/octet-stream")
	}
	return a, ""
}
