package runtimeloop

import (
	"encoding/base64"
	"errors"
	"strconv"
	"sync"

	"github.com/aws/aws-lambda-go/lambda/messages"
)

// stream is the [Stream] of one invocation. Another has a stream of its own, so that a goroutine
// which still has this one cannot write there. The connection is kept, as aws-lambda-go does,
// although the page says that a runtime closes it: the end of the chunks ends the response.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming
type stream struct {
	mutex       sync.Mutex
	worker      *worker
	id          string
	contentType string
	buffered    []byte // in the worker's buffer
	written     bool   // something was
	sent        bool   // the head was
	ended       bool
	err         error
}

// streamBuffer is how many bytes are sent at once, if nobody flushes before.
const streamBuffer = 64 << 10

var errEnded = errors.New("the response has ended: the handler has returned")

func (s *stream) SetContentType(contentType string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.contentType = contentType
}

func (s *stream) Write(p []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.ended {
		return 0, errEnded
	}
	if s.err == nil && len(p) > 0 {
		s.append(p)
	}
	if s.err != nil {
		return 0, s.err
	}
	return len(p), nil
}

// append buffers p, or sends it if there is no room.
func (s *stream) append(p []byte) {
	if !s.written {
		s.written, s.buffered = true, s.worker.streamBuffer()
	}
	if len(s.buffered)+len(p) > cap(s.buffered) {
		s.send(p)
		return
	}
	s.buffered = append(s.buffered, p...)
}

func (s *stream) Flush() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.ended {
		return errEnded
	}
	if len(s.buffered) > 0 { // never after an error
		s.send(nil)
	}
	return s.err
}

// send sends what is buffered, and p, as one chunk, and what follows it: in one write, with the
// head before the first one. HTTP/1.1, RFC 9112, 7.1.
func (s *stream) send(p []byte, after ...[]byte) {
	api := &s.worker.api
	first := !s.sent
	if first {
		s.sent = true
		s.head()
	} else {
		api.head = api.head[:0]
	}
	if size := len(s.buffered) + len(p); size > 0 {
		api.head = strconv.AppendInt(api.head, int64(size), 16)
		api.head = append(api.head, crlf...)
		after = append([][]byte{s.buffered, p, crlf}, after...)
	}
	pieces := append([][]byte{api.head}, after...)
	if first {
		api.check()
		s.err = api.write(pieces...)
	} else {
		s.err = api.writeOn(pieces)
	}
	s.buffered = s.buffered[:0]
}

var crlf = []byte("\r\n")

// head prepares the head of the request.
func (s *stream) head() {
	api := &s.worker.api
	api.begin("POST", "/2018-06-01/runtime/invocation/", s.id, "/response")
	contentType := s.contentType
	if contentType == "" || !printable(contentType) {
		contentType = "application/octet-stream"
	}
	api.field("Content-Type", contentType)
	api.field("Lambda-Runtime-Function-Response-Mode", "streaming")
	api.field("Transfer-Encoding", "chunked")
	api.field("Trailer", errorType+", "+errorBody)
	api.head = append(api.head, "\r\n"...)
}

const errorType, errorBody = "Lambda-Runtime-Function-Error-Type", "Lambda-Runtime-Function-Error-Body"

// end ends the stream, with the trailers of the failure if there is one, and reads the response. It
// returns false if nothing was written: then there is no stream. Afterwards err has what went
// wrong.
func (s *stream) end(f *messages.InvokeResponse_Error) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.ended = true
	if !s.written {
		return false
	}
	if s.err == nil {
		var trailers []byte
		if f != nil {
			trailers = trailersOf(*f)
		}
		s.send(nil, endOfChunks, trailers, crlf)
	}
	if s.err == nil {
		_, s.err = s.worker.api.accepted()
	}
	return true
}

var endOfChunks = []byte("0\r\n")

// trailersOf returns the trailers that say why a stream ends too early.
func trailersOf(f messages.InvokeResponse_Error) []byte {
	var c connection
	if f.Type != "" && printable(f.Type) {
		c.field(errorType, f.Type)
	}
	c.field(errorBody, base64.StdEncoding.EncodeToString(marshal(short(f))))
	return c.head
}

// maxTrailer is how many bytes of JSON a trailer carries: Go's HTTP server, which emulators are
// written with, reads 4 KB of trailers at most, and Base64 needs a third more.
const maxTrailer = 2 << 10

// short returns the failure in as few bytes as a trailer may have: without the stack, and the
// message cut if it is long.
func short(f messages.InvokeResponse_Error) messages.InvokeResponse_Error {
	f.StackTrace = nil
	for size := len(marshal(f)); size > maxTrailer && f.Message != ""; size = len(marshal(f)) {
		f.Message = f.Message[:max(0, len(f.Message)-max(1, (size-maxTrailer)/6))]
	}
	return f
}

// streamBuffer returns the empty buffer of the worker's streams. Nothing of it is ever handed out.
func (w *worker) streamBuffer() []byte {
	if w.buffer == nil {
		w.buffer = make([]byte, 0, streamBuffer)
	}
	return w.buffer[:0]
}
