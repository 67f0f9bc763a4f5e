package lambdahost

import (
	"context"
	"fmt"
	"slices"

	"example.com/alb-lambda/lambda/httpsim"
)

// Environments is how many processes there are.
func (f *Function) Environments() int {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return len(f.all)
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
