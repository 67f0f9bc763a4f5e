package lambdahost

import (
	"context"
	"errors"
	"fmt"
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

// Environments is how many processes there are.
func (f *Function) Environments() int {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return len(f.all)
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

// acquire returns an environment that has nothing to do, and takes a slot for the invocation.
func (f *Function) acquire(ctx context.Context) (*environment, error) {
	if f.config.Reserved != nil && len(f.slots) >= *f.config.Reserved {
		return nil, fmt.Errorf("%w: all of its reserved concurrency of %d is in use", httpsim.ErrThrottled, *f.config.Reserved)
	}
	select {
	case f.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	e, err := f.environment(ctx)
	if err != nil {
		<-f.slots
	}
	return e, err
}

// environment takes one that is idle, or starts one.
func (f *Function) environment(ctx context.Context) (*environment, error) {
	for {
		f.mutex.Lock()
		ready, program, broken := f.ready, f.program, f.broken
		select {
		case <-ready:
		default:
			f.mutex.Unlock()
			select {
			case <-ready:
				continue
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		var e *environment
		if last := len(f.idle) - 1; last >= 0 {
			e, f.idle = f.idle[last], f.idle[:last]
		}
		f.mutex.Unlock()
		switch {
		case broken != nil:
			return nil, broken
		case e == nil:
			return f.start(program)
		case e.alive():
			return e, nil
		}
		f.end(e)
	}
}

// start starts an environment and waits until it polls for an event.
func (f *Function) start(p Program) (*environment, error) {
	e, err := startEnvironment(&f.config, p)
	if err != nil {
		return nil, err
	}
	f.mutex.Lock()
	f.all[e] = true
	f.mutex.Unlock()
	if err := e.waitReady(); err != nil {
		f.end(e)
		return nil, err
	}
	return e, nil
}

// run runs an invocation to its end, and keeps the environment for the next one unless it is broken
// or there is a new program.
func (f *Function) run(e *environment, i *invocation) {
	ok := e.invoke(i)
	f.mutex.Lock()
	keep := ok && f.broken == nil && e.program.Path == f.program.Path && slices.Equal(e.program.Environment, f.program.Environment)
	if keep {
		f.idle = append(f.idle, e)
	}
	f.mutex.Unlock()
	if !keep {
		f.end(e)
	}
	<-f.slots
	i.finish()
}

// end ends the process of an environment.
func (f *Function) end(e *environment) {
	f.mutex.Lock()
	delete(f.all, e)
	f.mutex.Unlock()
	e.stop()
}

var (
	_ httpsim.Handler           = (*Function)(nil)
	_ runtimeloop.StreamHandler = (*Function)(nil)
)
