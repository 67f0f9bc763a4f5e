package runtimeloop

import (
	"cmp"
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
	l.shutDown(p, ended)
	return nil
}

// shutDown finishes what is in progress, as far as the time suffices, and calls the OnShutdown
// functions. Ended is closed when the pool has ended.
func (l Loop) shutDown(p *pool, ended <-chan struct{}) {
	p.stop(nil)
	timeout := cmp.Or(l.ShutdownTimeout, 500*time.Millisecond)
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
