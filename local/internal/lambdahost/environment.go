package lambdahost

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// environment is one process of a function, which serves one invocation at a time.
type environment struct {
	config   *Config
	program  Program
	listener net.Listener
	cmd      *exec.Cmd
	ready    chan struct{}    // closed when the function first polls for an event
	failed   chan error       // what it reports in place of that
	events   chan *invocation // for the function that polls
	exited   chan struct{}
	asked    sync.Once // for its first event
	stopped  sync.Once

	mutex   sync.Mutex
	current *invocation
}

// initLimit is how long a function may take to start: "The Init phase is limited to 10 seconds".
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
const initLimit = 10 * time.Second

func startEnvironment(config *Config, p Program) (*environment, error) {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	e := &environment{
		config: config, program: p, listener: listener,
		ready: make(chan struct{}), failed: make(chan error, 1), events: make(chan *invocation), exited: make(chan struct{}),
	}
	go e.serve()
	e.cmd = exec.CommandContext(context.Background(), p.Path) // stop ends it
	e.cmd.Dir = p.Dir
	e.cmd.Env = append(e.variables(), p.Environment...)
	output, input := io.Pipe()
	e.cmd.Stdout, e.cmd.Stderr = input, input
	if err := e.cmd.Start(); err != nil {
		_ = listener.Close()
		return nil, fmt.Errorf("%w: %w", ErrInit, err)
	}
	go e.log(output)
	go func() {
		_ = e.cmd.Wait() // how it ended, its log says
		_ = input.Close()
		close(e.exited)
	}()
	return e, nil
}

// variables are those that Lambda sets, and what a process needs of this machine. Credentials and
// all else of whoever runs this stay out.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
func (e *environment) variables() []string {
	region := "us-east-1"
	if parts := strings.Split(e.config.ARN, ":"); len(parts) > 3 {
		region = parts[3]
	}
	all := []string{
		"AWS_LAMBDA_RUNTIME_API=" + e.listener.Addr().String(),
		"AWS_LAMBDA_FUNCTION_NAME=" + e.config.Name,
		"AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=" + strconv.Itoa(e.config.MemoryMB),
		"AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
		"AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/" + e.config.Name,
		"AWS_REGION=" + region, "AWS_DEFAULT_REGION=" + region,
		"_HANDLER=bootstrap", "LAMBDA_TASK_ROOT=" + e.program.Dir, "TZ=:UTC", "LANG=en_US.UTF-8",
	}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR"} {
		if value, ok := os.LookupEnv(name); ok {
			all = append(all, name+"="+value)
		}
	}
	return all
}

// log hands on what the function writes, line by line, until the process has ended.
func (e *environment) log(output io.Reader) {
	lines := bufio.NewReader(output)
	for {
		line, err := lines.ReadString('\n')
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			e.config.Log(line)
		}
		if err != nil {
			return
		}
	}
}

// waitReady waits until the function polls for an event.
func (e *environment) waitReady() error {
	timer := time.NewTimer(initLimit)
	defer timer.Stop()
	select {
	case <-e.ready:
		return nil
	case err := <-e.failed:
		return fmt.Errorf("%w: %w", ErrInit, err)
	case <-e.exited:
		return fmt.Errorf("%w: its process ended: %s", ErrInit, e.cmd.ProcessState)
	case <-timer.C:
		return fmt.Errorf("%w: it did not poll for an event within %v", ErrInit, initLimit)
	}
}

// alive reports whether the process still runs.
func (e *environment) alive() bool {
	select {
	case <-e.exited:
		return false
	default:
		return true
	}
}

// invoke gives the function an event and waits for its response. It reports whether the environment
// can go on; a timeout ends it, as on Lambda.
func (e *environment) invoke(i *invocation) (ok bool) {
	timer := time.NewTimer(e.config.Timeout)
	defer timer.Stop()
	e.mutex.Lock()
	e.current = i
	e.mutex.Unlock()
	defer func() {
		e.mutex.Lock()
		e.current = nil
		e.mutex.Unlock()
	}()
	late := func() bool {
		i.fail(fmt.Errorf("task timed out after %.2f seconds", e.config.Timeout.Seconds()))
		return false
	}
	select {
	case e.events <- i:
	case <-e.exited:
		i.fail(fmt.Errorf("the process of the function ended: %s", e.cmd.ProcessState))
		return false
	case <-timer.C:
		return late()
	}
	select {
	case <-i.responded:
		return true
	case <-e.exited:
		select {
		case <-i.responded: // it responded, and then ended
		default:
			i.fail(fmt.Errorf("the process of the function ended: %s", e.cmd.ProcessState))
		}
		return false
	case <-timer.C:
		return late()
	}
}

// stop ends the process.
func (e *environment) stop() {
	e.stopped.Do(func() {
		_ = e.listener.Close()
		_ = e.cmd.Process.Kill() // it may have ended by itself
		<-e.exited
	})
}
