package lambdahost

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// Function is a function with its environments.
type Function struct {
	config Config

	slots chan struct{} // one for each invocation that runs

	mutex   sync.Mutex
	program Program
	broken  error         // why there is no program
	ready   chan struct{} // open while the program is being built
	idle    []*environment
	all     map[*environment]bool
}

// Config is what Lambda knows of a function.
type Config struct {
	// Name is the function's, and ARN its ARN.
	Name, ARN string
	// Timeout is how long an invocation may take.
	Timeout time.Duration
	// MemoryMB is what the function is told of its memory. It is not limited to it.
	MemoryMB int
	// Reserved is the reserved concurrency, or nil.
	Reserved *int
	// Most is how many environments there may be at a time; what exceeds it waits. Default: 32.
	Most int
	// Log gets what the function writes, line by line.
	Log func(line string)
}

// Program is what an environment runs.
type Program struct {
	// Path is the executable, and Dir the folder it runs in.
	Path, Dir string
	// Environment are its variables, besides those that Lambda sets.
	Environment []string
}

// ErrInit says that a function's process ended, or reported an error, before it polled for an
// event.
var ErrInit = errors.New("the function did not start")

// New returns a function that waits for its program: see [Function.Use].
func New(config Config) *Function {
	if config.Most == 0 {
		config.Most = 32
	}
	if config.Log == nil {
		config.Log = func(string) {}
	}
	return &Function{config: config, slots: make(chan struct{}, config.Most), ready: make(chan struct{}), all: map[*environment]bool{}}
}

// Building makes the invocations from now on wait for the next Use or Fail.
func (f *Function) Building() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	select {
	case <-f.ready:
		f.ready = make(chan struct{})
	default: // it is waited for
	}
}

// Use gives the function a program. What runs goes on in the old one to its end.
func (f *Function) Use(p Program) {
	f.set(p, nil)
}

// Fail says why there is no program. Invocations have this error.
func (f *Function) Fail(err error) {
	f.set(Program{}, err)
}

func (f *Function) set(p Program, err error) {
	f.mutex.Lock()
	var old []*environment
	if err != nil || f.broken != nil || p.Path != f.program.Path || !slices.Equal(p.Environment, f.program.Environment) {
		old, f.idle = f.idle, nil
	}
	f.program, f.broken = p, err
	select {
	case <-f.ready:
	default:
		close(f.ready)
	}
	f.mutex.Unlock()
	for _, e := range old {
		f.end(e)
	}
}

// Broken is why there is no program, or nil.
func (f *Function) Broken() error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.broken
}

// Close ends all environments.
func (f *Function) Close() {
	f.Fail(errors.New("the function is stopped"))
	f.mutex.Lock()
	left := slices.Collect(maps.Keys(f.all))
	f.mutex.Unlock()
	for _, e := range left {
		f.end(e)
	}
}

// Invoke is a buffered invocation, as [httpsim.Handler] has it.
func (f *Function) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	return f.Respond(ctx, nil, nil, event)
}

// Append is Invoke, as [runtimeloop.Handler] has it.
func (f *Function) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	returned, err := f.Respond(ctx, nil, nil, event)
	return append(dst, returned...), err
}

// Respond is an invocation whose response may be streamed to w. Without one, a streamed response is
// returned as a whole.
func (f *Function) Respond(ctx context.Context, w runtimeloop.Stream, dst, event []byte) ([]byte, error) {
	e, err := f.acquire(ctx)
	if err != nil {
		return nil, err
	}
	i := newInvocation(event, f.config.Timeout, w)
	// The function goes on when the client or the front end does not wait any more.
	go f.run(e, i)
	select {
	case <-i.done:
		return append(dst, i.returned...), i.err
	case <-ctx.Done():
		i.abandon()
		return nil, ctx.Err()
	}
}

var (
	_ httpsim.Handler           = (*Function)(nil)
	_ runtimeloop.StreamHandler = (*Function)(nil)
)
