package runtimeloop

import (
	"bytes"
	"context"
	"errors"
	"log"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"time"
)

// functions are the programs that the tests start, as Lambda does: this test binary, with the name
// in its environment.
var functions = map[string]func(){
	"echo": func() { Start(HandlerFunc(echoed)) },
	"panic": func() {
		Start(HandlerFunc(func(context.Context, []byte, []byte) ([]byte, error) { panic("bad") }))
	},
	"error": func() {
		Start(HandlerFunc(func(context.Context, []byte, []byte) ([]byte, error) { return nil, errors.New("bad") }))
	},
	"nil":        func() { Start(nil) },
	"init":       func() { StartInit(func(context.Context) (Handler, error) { return HandlerFunc(echoed), nil }) },
	"init error": func() { StartInit(func(context.Context) (Handler, error) { return nil, &ownError{3} }) },
	"init panic": func() { StartInit(func(context.Context) (Handler, error) { panic("no table") }) },
	"init goexit": func() {
		StartInit(func(context.Context) (Handler, error) { runtime.Goexit(); return nil, nil })
	},
	"shutdown": func() {
		say := func(text string) func(context.Context) {
			return func(ctx context.Context) {
				if at, ok := ctx.Deadline(); !ok || time.Until(at) > time.Minute || ctx.Err() != nil {
					log.Print("the context is wrong")
				}
				log.Print(text)
			}
		}
		Loop{OnShutdown: []func(context.Context){say("first hook"), func(context.Context) { panic("bad hook") }, say("last hook")},
			ShutdownTimeout: time.Minute}.Start(untilStopped{})
	},
	"stuck": func() {
		Loop{OnShutdown: []func(context.Context){func(ctx context.Context) {
			at, _ := ctx.Deadline()
			if left := time.Until(at); left > 500*time.Millisecond {
				log.Printf("%s are left", left)
			}
			log.Print("hook")
		}}}.Start(HandlerFunc(func(context.Context, []byte, []byte) ([]byte, error) {
			log.Print("at work")
			select {}
		}))
	},
	"no hooks": func() {
		Loop{OnShutdown: []func(context.Context){}}.Start(HandlerFunc(echoed))
		log.Print("Start has returned")
	},
	"panic, hooks": func() {
		Loop{OnShutdown: []func(context.Context){func(context.Context) { log.Print("hook") }}}.Start(HandlerFunc(func(context.Context, []byte, []byte) ([]byte, error) { panic("bad") }))
	},
}

// untilStopped is at work for as long as the loop goes on.
type untilStopped struct{}

func (untilStopped) Append(context.Context, []byte, []byte) ([]byte, error) {
	panic("Respond is not called")
}

func (untilStopped) Respond(_ context.Context, w Stream, dst, event []byte) ([]byte, error) {
	log.Print("at work")
	for p := w.(*stream).worker.pool; ; time.Sleep(time.Millisecond) {
		p.mutex.Lock()
		stopping := p.stopping
		p.mutex.Unlock()
		if stopping {
			return append(dst, event...), nil
		}
	}
}

func TestMain(m *testing.M) {
	log.SetFlags(0)
	if function, ok := functions[os.Getenv("RUNTIMELOOP_FUNCTION")]; ok {
		function()
		return
	}
	os.Exit(m.Run())
}

// output is what a function writes, while it runs.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}

// start starts a function.
func start(t *testing.T, name, address string, env ...string) (*exec.Cmd, *output) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), "RUNTIMELOOP_FUNCTION="+name, "AWS_LAMBDA_RUNTIME_API="+address), env...)
	out := &output{}
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd, out
}
