package runtimeloop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// Loop runs a function in Lambda. The zero value is what [Start] uses.
type Loop struct {
	// BaseContext is the parent of the context of each invocation. Default: context.Background().
	BaseContext context.Context
	// OnShutdown functions run one after the other when Lambda removes the execution environment:
	// to flush what is buffered and to close connections. Their context ends when the process is
	// about to be killed. A slice that is not nil, even an empty one, registers an internal
	// extension, because Lambda sends SIGTERM to no other function. On SIGTERM no further event is
	// fetched, those in progress are finished first where the time suffices, and the process ends
	// with exit code 0. Default: nil, no extension is registered, and SIGTERM ends the process
	// unless the function handles it.
	// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown
	OnShutdown []func(context.Context)
	// ShutdownTimeout is the time from SIGTERM until the process is killed. Invocations in progress
	// may use half of it before the OnShutdown functions start. Default: 500 ms, which is what
	// Lambda gives a function with an internal extension.
	ShutdownTimeout time.Duration
}

// Start runs the handler until the process ends. It does not return. Where the environment is not
// Lambda's, because AWS_LAMBDA_RUNTIME_API is not set, it says so on the standard error and ends
// the process with exit code 1.
func Start(handler Handler) { Loop{}.Start(handler) }

// StartInit calls init once and runs the handler that it returns. An error or a panic of init is a
// failed start: it is posted to /runtime/init/error, so that Lambda's log and the client see its
// text, and the process ends.
func StartInit(init func(context.Context) (Handler, error)) { Loop{}.StartInit(init) }

// Start is [Start] with the settings of the loop.
func (l Loop) Start(handler Handler) {
	l.StartInit(func(context.Context) (Handler, error) { return handler, nil })
}

// StartInit is [StartInit] with the settings of the loop.
func (l Loop) StartInit(init func(context.Context) (Handler, error)) {
	if err := l.run(os.Getenv("AWS_LAMBDA_RUNTIME_API"), init, max(1, lambdacontext.MaxConcurrency())); err != nil {
		logFatal(err)
		exit(1)
	}
	exit(0)
}

var exit = os.Exit // replaced by tests

// run starts the handler and serves events until the loop stops. The error says why; it is nil
// after SIGTERM.
func (l Loop) run(address string, init func(context.Context) (Handler, error), workers int) error {
	if address == "" {
		return errors.New("AWS_LAMBDA_RUNTIME_API is not set: this program is a Lambda function, which Lambda or an emulator starts")
	}
	base := l.BaseContext
	if base == nil {
		base = context.Background()
	}
	handler, err := initialize(base, init)
	if err != nil {
		api := connection{address: address}
		return errors.Join(fmt.Errorf("start: %w", err), api.postInitError(err))
	}
	p := newPool(base, handler, address, workers)
	if l.OnShutdown == nil {
		p.serve()
		return p.cause
	}
	return l.serveUntilSIGTERM(p, address)
}

// initialize calls init and turns a panic, and a Goexit, into an error.
func initialize(ctx context.Context, init func(context.Context) (Handler, error)) (handler Handler, err error) {
	done := make(chan struct{})
	err = errGoexit
	go func() {
		defer close(done)
		defer func() {
			if cause := recover(); cause != nil {
				err = newPanicError(cause)
			}
		}()
		handler, err = init(ctx)
	}()
	<-done
	if err == nil && handler == nil {
		err = errors.New("the handler is nil")
	}
	return handler, err
}

// pool is the workers of a process, one for each event that Lambda may send it at a time.
type pool struct {
	base    context.Context
	handler Handler
	workers []*worker
	running sync.WaitGroup

	mutex    sync.Mutex
	stopping bool
	cause    error // why it stops
}

func newPool(base context.Context, handler Handler, address string, workers int) *pool {
	p := &pool{base: base, handler: handler}
	for range workers {
		p.workers = append(p.workers, newWorker(p, address, workers == 1))
	}
	return p
}

// serve runs the workers until all of them have ended.
func (p *pool) serve() {
	for _, w := range p.workers {
		p.running.Add(1)
		go w.run()
	}
	p.running.Wait()
}

// stop makes each worker end as soon as it has responded to the event that it has. The first cause
// is kept.
func (p *pool) stop(cause error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.stopping {
		return
	}
	p.stopping, p.cause = true, cause
	for _, w := range p.workers {
		if w.waits {
			// fails only if the connection is lost, which ends the wait too
			_ = w.api.conn.SetReadDeadline(time.Now())
		}
	}
}

// panicError is a panic as an error: what it was called with, and where.
type panicError struct {
	cause any
	stack []frame
	text  []byte
}

func newPanicError(cause any) *panicError {
	return &panicError{cause, panicStack(), debug.Stack()}
}

func (e *panicError) Error() string { return fmt.Sprint(e.cause) }

// errGoexit is the error of a handler that ended its goroutine.
var errGoexit = errors.New("runtime.Goexit ended the function before it returned")
