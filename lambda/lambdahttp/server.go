package lambdahttp

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"sync"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// Server serves HTTP in Lambda and elsewhere. Its zero value serves [http.DefaultServeMux]. It may
// be used by several goroutines, and must not be changed once it serves.
//
// Besides [Server.ListenAndServe], a Server is a handler for package runtimeloop, for lambda.Start
// of aws-lambda-go, which cannot stream it, and for package httpsim.
type Server struct {
	// Handler serves the requests. Default: [http.DefaultServeMux].
	Handler http.Handler
	// BasePath is removed from the beginning of the path that the handler sees, as [http.StripPrefix]
	// does: "/orders" for a function that a load balancer or the base path mapping of a custom domain
	// has below /orders. Paths that do not begin with it, such as those through an API's own address,
	// stay as they are. RequestURI is what the client sent. Default: none.
	BasePath string
	// Stream lists the front ends that stream: [httpevent.FunctionURL] if the function URL's invoke
	// mode is RESPONSE_STREAM, [httpevent.RESTAPI] if the integration's response transfer mode is
	// STREAM. An event does not tell, so it must be said here, and must be right: a front end in one
	// mode cannot read a response in the other. Default: none; responses are buffered.
	Stream []httpevent.Kind
	// Other handles the events that are not HTTP requests, such as those of a queue: lambda.NewHandler
	// of aws-lambda-go makes one of a typed function. Default: they fail the invocation, so that
	// Lambda retries them or returns them to the queue.
	Other EventHandler
	// HealthChecks makes the handler respond to the health checks of a load balancer, so that it can
	// fail them. Their path is that of the target group's configuration. Default: they get a 200 at
	// once, without the handler.
	HealthChecks bool
	// FailOnPanic makes a panic of the handler fail the invocation: Lambda counts it in the function's
	// Errors metric, and the client gets the 502 of the front end. Default: the client gets a 500, and
	// Lambda sees success.
	FailOnPanic bool
	// Log gets panics, responses that could not be sent, and mistakes of the handler such as a second
	// WriteHeader; not requests, which middleware can log. Default: [httpevent.NewLogger] in Lambda,
	// [slog.Default] elsewhere.
	Log *slog.Logger

	// OnShutdown functions run one after the other at the end: to flush what is buffered and to close
	// connections. In Lambda that is when the execution environment is removed, and they have half a
	// second; see [runtimeloop.Loop]. Default: none, and the function is not told when its environment
	// is removed.
	OnShutdown []func(context.Context)
	// Configure changes the [http.Server] that serves outside Lambda before it starts: its timeouts,
	// for example. It has no effect in Lambda. Default: the http.Server has nothing but the handler.
	Configure func(*http.Server)

	once    sync.Once
	handler http.Handler
	log     *slog.Logger
}

// EventHandler handles an event; lambda.Handler of aws-lambda-go is one.
type EventHandler interface {
	Invoke(ctx context.Context, event []byte) ([]byte, error)
}

// inLambda reports whether the process is a Lambda function.
func inLambda() bool { return os.Getenv("AWS_LAMBDA_RUNTIME_API") != "" }

// prepare works out what every request needs.
func (s *Server) prepare() {
	s.once.Do(func() {
		s.handler, s.log = s.Handler, s.Log
		if s.handler == nil {
			s.handler = http.DefaultServeMux
		}
		s.handler = basePath(s.BasePath, s.handler)
		switch {
		case s.log != nil:
		case inLambda():
			s.log = httpevent.NewLogger()
		default:
			s.log = slog.Default()
		}
	})
}

// Invoke responds to an event with a buffered response, as lambda.Start and package httpsim call
// it. It copies the event: lambda.Start reads the next one into the same memory.
func (s *Server) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	return s.Append(ctx, nil, bytes.Clone(event))
}

// Append responds to an event with a buffered response, and appends it to dst. It may overwrite the
// event. The context of the request ends when Append returns.
func (s *Server) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx) // as runtimeloop does, but a caller of Invoke may not
	defer cancel()
	return s.Respond(ctx, nil, dst, event)
}

// Respond responds to an event: by the stream if the event's front end is among those of
// Server.Stream, else by appending the response to dst. The error is that of an event which is not
// an HTTP request and of Other, of a handler that panicked with [http.ErrAbortHandler] or ended
// before all of the Content-Length that it had set was written, and of any panic if
// Server.FailOnPanic is set. The context of the request is ctx, which the caller ends afterwards.
func (s *Server) Respond(ctx context.Context, stream runtimeloop.Stream, dst, event []byte) ([]byte, error) {
	s.prepare()
	e, content, err := httpevent.Borrow(event)
	defer e.Release()
	switch {
	case e.Kind() == httpevent.Unknown && s.Other != nil:
		response, err := s.Other.Invoke(ctx, e.Event())
		return append(dst, response...), err
	case e.Kind() == httpevent.Unknown:
		return dst, UnknownEventError{}
	case e.HealthCheck() && !s.HealthChecks:
		return httpevent.Text(http.StatusOK, "healthy").Append(dst, e.Kind())
	}
	if !slices.Contains(s.Stream, e.Kind()) {
		stream = nil
	}
	w := s.newWriter(ctx, e, stream, dst)
	defer w.abandon()
	r, err := newRequest(ctx, e, content, err)
	if err != nil {
		return w.reject(dst, malformed(err))
	}
	defer end(r, r.Body) // also if the handler calls runtime.Goexit; it may put another body there
	return w.finish(dst, s.call(w, r))
}

// end ends what a request has, as net/http does: its body, and the files of an upload, which Lambda
// would keep in /tmp.
func end(r *http.Request, body io.Closer) {
	_ = body.Close()
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll()
	}
}

// ReuseBuffers returns true: nothing of an event's memory, nor of the response's, is in use when
// Respond returns. Package runtimeloop calls it.
func (s *Server) ReuseBuffers() bool { return true }

// UnknownEventError is the error of an invocation whose event is not an HTTP request, where
// Server.Other does not take it.
type UnknownEventError struct{}

// Error says so.
func (UnknownEventError) Error() string {
	return "lambdahttp: the event is not an HTTP request of a known front end; set Server.Other to handle other events"
}

// invocationID returns the id of the invocation.
func invocationID(ctx context.Context) string {
	if lc, ok := lambdacontext.FromContext(ctx); ok {
		return lc.AwsRequestID
	}
	return ""
}
