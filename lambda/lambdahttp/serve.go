package lambdahttp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// ListenAndServe serves the handler in Lambda, or on the address anywhere else, with the settings
// of a zero [Server].
func ListenAndServe(addr string, handler http.Handler) error {
	return (&Server{Handler: handler}).ListenAndServe(addr)
}

// ListenAndServe serves Lambda's events if the process is a Lambda function, and then does not
// return.
//
// Anywhere else it serves HTTP on the address: ":8080", or ":http" if it is empty. On SIGINT and
// SIGTERM it stops listening, gives the requests in progress 10 seconds, calls OnShutdown, and
// returns [http.ErrServerClosed]; a second signal ends the process at once. Every other error is
// that of the settings, of the address, or of requests that took longer.
func (s *Server) ListenAndServe(addr string) error {
	if inLambda() {
		loop := runtimeloop.Loop{OnShutdown: s.OnShutdown}
		loop.StartInit(func(context.Context) (runtimeloop.Handler, error) { return s, s.check() })
	}
	if err := s.check(); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return s.serveHTTP(ctx, addr)
}

// check reports settings that cannot work.
func (s *Server) check() error {
	var errs []error
	for i, kind := range s.Stream {
		if kind != httpevent.FunctionURL && kind != httpevent.RESTAPI {
			errs = append(errs, fmt.Errorf("lambdahttp: Server.Stream[%d]: %s cannot stream responses; list httpevent.FunctionURL, httpevent.RESTAPI or both", i, kind))
		}
	}
	return errors.Join(errs...)
}

// shutdownTimeout is what most systems wait between SIGTERM and SIGKILL, and Docker least of them.
const shutdownTimeout = 10 * time.Second

// serveHTTP serves until the context ends.
func (s *Server) serveHTTP(ctx context.Context, addr string) error {
	s.prepare()
	if addr == "" {
		addr = ":http"
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	local := &http.Server{Handler: s.handler}
	if s.Log != nil {
		local.ErrorLog = slog.NewLogLogger(s.Log.Handler(), slog.LevelError)
	}
	if s.Configure != nil {
		s.Configure(local)
	}
	served := make(chan error, 1)
	go func() { served <- local.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	err = local.Shutdown(ctx)
	for _, f := range s.OnShutdown {
		f(ctx)
	}
	if err != nil {
		return fmt.Errorf("lambdahttp: requests in progress at shutdown: %w", err)
	}
	return <-served
}
