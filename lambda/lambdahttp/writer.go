package lambdahttp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// errDone is the error of a write after the handler has returned.
var errDone = errors.New("lambdahttp: the handler has returned, and its response with it")

// writer is the ResponseWriter of one request. Its rules are those of net/http's own.
//
// A goroutine may use it after the handler has returned, against the rules: the lock makes that an
// error.
type writer struct {
	mu      sync.Mutex
	ctx     context.Context
	log     *slog.Logger
	request *httpevent.Request

	failOnPanic bool
	head        bool // of a HEAD request no byte of the body goes out

	header    http.Header // the handler's own map
	handedOut bool        // whether the handler has it
	snapshot  http.Header // the headers as of WriteHeader, if they might have changed since
	committed http.Header // what goes out
	status    int         // 0 until WriteHeader
	declared  int64       // the Content-Length that the handler set, or -1
	written   int64

	stream  runtimeloop.Stream // nil if the response is buffered
	started bool               // whether the stream has the headers
	encoder *httpevent.Encoder // has the body of a buffered response; nil if none goes out
	body    *[]byte            // the beginning of the body, or what a stream has not sent yet

	deadline time.Time
	done     bool
	err      error // that of the response as a whole
}

// newWriter returns the writer of a response that is streamed, or appended to dst.
func (s *Server) newWriter(ctx context.Context, e *httpevent.Request, stream runtimeloop.Stream, dst []byte) *writer {
	w := &writer{
		ctx: ctx, log: s.log, request: e, failOnPanic: s.FailOnPanic, head: e.Method() == http.MethodHead,
		header: http.Header{}, declared: -1, stream: stream, body: buffers.Get().(*[]byte),
	}
	*w.body = (*w.body)[:0]
	if stream == nil && !w.head {
		w.encoder = httpevent.NewEncoder(dst, e.Kind())
	}
	return w
}

// Header returns the headers to set before the first WriteHeader or Write.
func (w *writer) Header() http.Header {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done {
		return http.Header{}
	}
	if w.status != 0 && !w.handedOut {
		w.snapshot = w.header.Clone()
	}
	w.handedOut = true
	return w.header
}

// WriteHeader sets the status.
func (w *writer) WriteHeader(status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.writeHeader(status)
}

func (w *writer) writeHeader(status int) {
	if w.done {
		return
	}
	if w.status != 0 {
		w.log.WarnContext(w.ctx, "superfluous WriteHeader", "requestId", invocationID(w.ctx), "status", status, "caller", caller())
		return
	}
	if status < 100 || status > 999 {
		panic(fmt.Sprintf("invalid WriteHeader code %v", status))
	}
	if status < 200 && status != http.StatusSwitchingProtocols {
		return // no front end carries an interim response
	}
	w.status = status
	if w.handedOut {
		w.snapshot = w.header.Clone()
	}
	if length := w.header.Get("Content-Length"); length != "" {
		if n, err := strconv.ParseInt(length, 10, 64); err == nil && n >= 0 {
			w.declared = n
			w.expect(n)
		} else {
			w.log.WarnContext(w.ctx, "invalid Content-Length", "requestId", invocationID(w.ctx), "value", length)
		}
	}
}

// caller names the nearest caller that is not the writer: "main.handle (main.go:12)".
func caller() string {
	var pcs [16]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		frame, more := frames.Next()
		if !more || !strings.Contains(frame.Function, "/lambdahttp.(*writer).") {
			return fmt.Sprintf("%s (%s:%d)", frame.Function, path.Base(frame.File), frame.Line)
		}
	}
}

// Write appends to the body.
func (w *writer) Write(p []byte) (int, error) { return write(w, p) }

// WriteString appends to the body.
func (w *writer) WriteString(s string) (int, error) { return write(w, s) }

func write[T []byte | string](w *writer, p T) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.admit(len(p)); err != nil || len(p) == 0 {
		return 0, err
	}
	if err := send(w, p); err != nil {
		return 0, w.fail(err)
	}
	return len(p), nil
}

// ReadFrom appends all that the source has to the body.
func (w *writer) ReadFrom(source io.Reader) (int64, error) {
	if sized, ok := source.(interface{ Len() int }); ok {
		w.mu.Lock()
		w.expect(int64(sized.Len()))
		w.mu.Unlock()
	}
	if own, ok := source.(*body); ok {
		return own.copyTo(w)
	}
	buffer := copyBuffers.Get().(*[]byte)
	defer copyBuffers.Put(buffer)
	return io.CopyBuffer(struct{ io.Writer }{w}, source, *buffer)
}

// expect makes room for n more bytes, if a buffered response may have as many.
func (w *writer) expect(n int64) {
	if w.encoder != nil && n <= int64(w.request.Kind().MaxResponse()) {
		w.encoder.Grow(int(n))
	}
}

// copyBuffers has the buffers of ReadFrom, which go no further.
var copyBuffers = sync.Pool{New: func() any { b := make([]byte, copied); return &b }}

// admit says whether n more bytes may be written.
func (w *writer) admit(n int) error {
	switch {
	case w.done:
		return errDone
	case w.err != nil:
		return w.err
	case !w.deadline.IsZero() && !time.Now().Before(w.deadline):
		return w.fail(os.ErrDeadlineExceeded)
	}
	if w.status == 0 {
		w.writeHeader(http.StatusOK)
	}
	if n == 0 {
		return nil
	}
	if !bodyAllowed(w.status) {
		return http.ErrBodyNotAllowed
	}
	w.written += int64(n)
	if w.declared >= 0 && w.written > w.declared {
		return http.ErrContentLength
	}
	return nil
}

// fail keeps the first error that ends the response.
func (w *writer) fail(err error) error {
	if w.err == nil {
		w.err = err
	}
	return err
}

func bodyAllowed(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}
