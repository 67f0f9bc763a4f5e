package lambdahttp

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
)

// finish ends the response once the handler has returned, with its panic if there was one. A
// buffered response is appended to dst.
func (w *writer) finish(dst []byte, panicked error) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.release()
	out, err := dst, panicked
	if err == nil {
		err = w.settle()
	}
	if err == nil {
		response := &httpevent.Response{StatusCode: w.status, Header: w.committed, Body: *w.body}
		if w.encoder != nil {
			out, err = w.encoder.Finish(response)
		} else {
			out, err = w.deliver(dst, response)
		}
	}
	if err != nil {
		return w.recover(dst, err)
	}
	return out, nil
}

// release ends the writer, whose memory the next response uses. Whoever still has it can do nothing
// more with it.
func (w *writer) release() {
	if w.done {
		return
	}
	w.done, w.encoder = true, nil
	buffers.Put(w.body)
	w.body = nil
}

// abandon releases the writer of a handler that has called runtime.Goexit.
func (w *writer) abandon() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.release()
}

// settle fixes status and headers, and says whether the response may be sent.
func (w *writer) settle() error {
	if w.status == 0 {
		w.writeHeader(http.StatusOK)
	}
	if w.err != nil {
		return w.err
	}
	w.commit()
	if w.declared > w.written && bodyAllowed(w.status) && !w.head {
		return fmt.Errorf("serving %s: the handler set Content-Length %d and wrote %d bytes", w.target(), w.declared, w.written)
	}
	return nil
}

// deliver sends a whole response, or the rest of the one that has been started.
func (w *writer) deliver(dst []byte, response *httpevent.Response) ([]byte, error) {
	if w.head {
		response.Body = nil
	}
	if w.stream == nil {
		return response.Append(dst, w.request.Kind())
	}
	return dst, w.start(response)
}

// recover puts another response in the place of the one that failed, and logs why. Where it cannot,
// because a part of the response is on its way or because the invocation is to fail, it returns the
// error, which the runtime logs.
func (w *writer) recover(dst []byte, err error) ([]byte, error) {
	var (
		panicked *PanicError
		tooLarge *httpevent.SizeError
		invalid  *httpevent.InvalidError
		other    *httpevent.Response
		stack    []slog.Attr
	)
	switch {
	case w.started:
	case errors.As(err, &panicked):
		stack = []slog.Attr{slog.String("stack", panicked.Stack())}
		if !w.failOnPanic {
			other = failure(http.StatusInternalServerError, "Internal Server Error")
		}
	case errors.As(err, &tooLarge):
		other = failure(http.StatusRequestEntityTooLarge, tooLargeMessage(tooLarge))
	case errors.As(err, &invalid):
		other = failure(http.StatusInternalServerError, "the response cannot be sent: "+invalid.Reason)
	}
	if other == nil {
		return dst, err
	}
	w.log.LogAttrs(w.ctx, slog.LevelError, "request failed", append([]slog.Attr{
		slog.String("requestId", invocationID(w.ctx)),
		slog.String("method", w.request.Method()),
		slog.String("path", w.request.Path()),
		slog.String("error", err.Error()),
	}, stack...)...)
	return w.deliver(dst, other)
}

// target is the request as messages name it.
func (w *writer) target() string { return w.request.Method() + " " + w.request.Path() }

// reject responds to a request that does not reach the handler.
func (w *writer) reject(dst []byte, response *httpevent.Response) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.release()
	return w.deliver(dst, response)
}

// failure is a response of the package's own.
func failure(status int, message string) *httpevent.Response {
	return httpevent.JSON(status, map[string]string{"message": message})
}

// tooLargeMessage says what to do instead.
func tooLargeMessage(e *httpevent.SizeError) string {
	instead := "compress it, redirect to a presigned URL of Amazon S3, or serve it through a function URL with invoke mode RESPONSE_STREAM, which carries 200 MB"
	switch e.Kind {
	case httpevent.FunctionURL:
		instead = "set the invoke mode of the function URL to RESPONSE_STREAM, which carries 200 MB, and list httpevent.FunctionURL in lambdahttp.Server.Stream"
	case httpevent.RESTAPI:
		instead = "set the response transfer mode of the integration to STREAM, which carries 200 MB, and list httpevent.RESTAPI in lambdahttp.Server.Stream"
	}
	return fmt.Sprintf("the response is %d bytes of JSON or more, and %d are accepted; %s", e.Size, e.Limit, instead)
}
