package runtimeloop

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// serveUntilSIGTERM serves events until the pool stops or Lambda removes the execution environment.
func (l Loop) serveUntilSIGTERM(p *pool, address string) error {
	term := make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM)
	defer signal.Stop(term)
	extension := connection{address: address}
	if err := extension.register(); err != nil {
		logJSON(slog.LevelWarn, "the internal extension could not be registered, so Lambda may not send SIGTERM: "+err.Error())
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.serve()
	}()
	select {
	case <-ended:
		return p.cause
	case <-term:
	}
	p.stop(nil)
	timeout := l.ShutdownTimeout
	if timeout == 0 {
		timeout = 500 * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(p.base, timeout)
	defer cancel()
	select {
	case <-ended:
	case <-time.After(timeout / 2):
	}
	for _, f := range l.OnShutdown {
		onShutdown(ctx, f)
	}
	select {
	case <-ended:
	case <-ctx.Done():
	}
	return nil
}

// onShutdown calls f. A panic must not keep the other functions from running.
func onShutdown(ctx context.Context, f func(context.Context)) {
	defer func() {
		if cause := recover(); cause != nil {
			logFailure("a shutdown function panicked", "", newFailure(newPanicError(cause)))
		}
	}()
	f(ctx)
}

// register registers an internal extension without events, as lambda.Start does with
// WithEnableSIGTERM. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
func (c *connection) register() error {
	c.begin("POST", "/2020-01-01/extension/register")
	c.field("Lambda-Extension-Name", "runtimeloop")
	c.field("Content-Type", "application/json")
	head, err := c.post([]byte(`{"events":[]}`))
	if err != nil {
		return err
	}
	c.begin("GET", "/2020-01-01/extension/event/next")
	c.field("Lambda-Extension-Identifier", head.Get("Lambda-Extension-Identifier"))
	c.head = append(c.head, "\r\n"...)
	return c.write(c.head) // says that the extension is ready; a response never comes
}
