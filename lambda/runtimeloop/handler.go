package runtimeloop

import "context"

// Handler responds to an event: it appends the response to dst and returns the longer slice. An
// error fails the invocation: Lambda counts it in the Errors metric, and retries an asynchronous
// event or returns a message to its queue.
//
// Both slices belong to the invocation: the loop neither writes nor reads their memory again for
// another one, so a goroutine that outlives the response finds what it had. See [ResponseReuser]
// and [BufferReuser] for handlers that do not need that.
type Handler interface {
	Append(ctx context.Context, dst, event []byte) ([]byte, error)
}

// HandlerFunc is a function as a [Handler].
type HandlerFunc func(ctx context.Context, dst, event []byte) ([]byte, error)

// Append calls f.
func (f HandlerFunc) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	return f(ctx, dst, event)
}

// StreamHandler is a Handler that may stream its response. The loop calls Respond in place of
// Append.
//
// If nothing was written to w, the returned bytes are posted as a buffered response, or the
// returned error as that of the invocation. Once something was written the response is streamed:
// the returned bytes are ignored, and a returned error, a panic included, ends the stream with the
// error trailers of the Runtime API, so that Lambda knows it to be incomplete.
type StreamHandler interface {
	Handler
	// Respond responds to an event, through w or by what it appends to dst.
	Respond(ctx context.Context, w Stream, dst, event []byte) ([]byte, error)
}

// Stream is the streamed response of an invocation. It must not be used by two goroutines at once,
// nor after Respond has returned: then its methods return an error.
type Stream interface {
	// SetContentType sets the Content-Type of the response as Lambda gets it, until the first byte
	// is sent; later it has no effect. Default: application/octet-stream. [HTTPIntegration] says
	// that a prelude with status and headers precedes the body.
	SetContentType(contentType string)
	// Write appends to the response. What it buffers is sent when it reaches 64 KB, at Flush, and
	// at the end. The error is that of the connection: the client is gone, or the response is over
	// Lambda's limit.
	Write(p []byte) (int, error)
	// Flush sends what is buffered. A Flush before the first Write has no effect.
	Flush() error
}

// HTTPIntegration is the content type of a streamed response that begins with a prelude: JSON with
// statusCode, headers and cookies, then eight zero bytes, then the body. Function URLs and REST
// APIs read it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
const HTTPIntegration = "application/vnd.awslambda.http-integration-response"

// ResponseReuser is a Handler that lets the loop use one response's memory for the next, which
// saves allocations of several times the response's size for each invocation.
//
// A handler whose ReuseResponse returns true promises that nothing keeps dst, or memory within it,
// once Append or Respond has returned. One that hands dst to nobody, and lets functions write to
// something else, can promise so.
type ResponseReuser interface {
	Handler
	// ReuseResponse reports whether the loop may do so.
	ReuseResponse() bool
}

// BufferReuser is a Handler that lets the loop use one event's memory for the next as well.
//
// A handler whose ReuseBuffers returns true promises that nothing keeps dst, event or memory within
// them once Append or Respond has returned: no goroutine, no cache, no log record. A handler that
// breaks the promise may show one client's request to another.
type BufferReuser interface {
	Handler
	// ReuseBuffers reports whether the loop may do so.
	ReuseBuffers() bool
}
