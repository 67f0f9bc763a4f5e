package emulator

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"example.com/alb-lambda/local/internal/daemon"
)

// DefaultPort is the port that MiniStack's own documentation uses.
const DefaultPort = 4566

// Host is the only address that an emulator listens on.
const Host = "127.0.0.1"

const (
	// A cold start of Python takes a second, and many on a machine that is busy. One that fails is
	// noticed at once.
	startTimeout  = 5 * time.Minute
	stopTimeout   = 10 * time.Second
	healthTimeout = 5 * time.Second
)

// Config says where an emulator runs and with which tools.
type Config struct {
	// Root is the clone whose application is deployed. Required.
	Root string
	// Port on 127.0.0.1. Default: DefaultPort.
	Port int
	// Dir has the emulator's state: log, process id, temporary files, cloud assemblies.
	// Default: .local/<port> in Root.
	Dir string
	// NodeModules has the CDK toolkit, Node.js and the AWS SDK that Lambda's Node runtimes ship.
	// Default: node_modules in Root.
	NodeModules string
	// Python is the interpreter of the virtual environment that has MiniStack. Default:
	// .local/venv/bin/python in Root.
	Python string
}

// An Emulator is one MiniStack process, running or not.
type Emulator struct {
	Config
	stopTimeout   time.Duration // until an emulator that ignores SIGTERM is killed
	healthTimeout time.Duration // until a program on the port that does not respond is no MiniStack
}

// New fills in the defaults of a Config. It starts nothing.
func New(c Config) *Emulator {
	c.Port = cmp.Or(c.Port, DefaultPort)
	c.Dir = cmp.Or(c.Dir, filepath.Join(c.Root, ".local", strconv.Itoa(c.Port)))
	c.NodeModules = cmp.Or(c.NodeModules, filepath.Join(c.Root, "node_modules"))
	c.Python = cmp.Or(c.Python, filepath.Join(c.Root, ".local", "venv", "bin", "python"))
	return &Emulator{Config: c, stopTimeout: stopTimeout, healthTimeout: healthTimeout}
}

// URL is the endpoint of every AWS service that the emulator knows.
func (e *Emulator) URL() string { return fmt.Sprintf("http://%s:%d", Host, e.Port) }

// LogFile is the emulator's log, with the functions' own logs.
func (e *Emulator) LogFile() string { return filepath.Join(e.Dir, "emulator.log") }

func (e *Emulator) process() daemon.Daemon { return daemon.Daemon{Dir: e.Dir} }

// PID is the process id of the running emulator, and 0 if it does not run. An emulator that has
// just been started is given time to write its process id.
func (e *Emulator) PID() int { return e.process().PID() }

// Running reports whether the emulator runs, once it responds. One that ends meanwhile, as somebody
// has just killed it, does not run.
func (e *Emulator) Running(ctx context.Context) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for e.PID() != 0 {
		if e.healthy(ctx) {
			return true, nil
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return false, fmt.Errorf("wait for the emulator to respond at %s (its log: %s): %w", e.URL(), e.LogFile(), err)
		}
	}
	return false, nil
}

// Start starts the emulator, detached from the terminal, and waits until it responds. It does
// nothing if it already runs. It fails with a PortTakenError if another program listens on the
// port.
func (e *Emulator) Start(ctx context.Context) error {
	running, err := e.Running(ctx)
	if err != nil || running {
		return err
	}
	if err := e.checkPortIsFree(ctx); err != nil {
		return err
	}
	if err := e.spawn(); err != nil {
		return fmt.Errorf("start the emulator: %w", err)
	}
	running, err = e.Running(ctx)
	if err == nil && !running {
		err = fmt.Errorf("the emulator ended while it started; its log, %s, says why", e.LogFile())
	}
	return err
}

// startScript runs MiniStack.
//
//go:embed start.py
var startScript string

func (e *Emulator) spawn() error {
	// An emulator starts empty: nothing of the previous one's stages is left.
	if err := os.RemoveAll(filepath.Join(e.Dir, "stages")); err != nil {
		return err
	}
	tmp := filepath.Join(e.Dir, "tmp")
	if err := os.MkdirAll(tmp, 0o755); err != nil {
		return err
	}
	// Not with the caller's context: the emulator outlives the command that starts it.
	cmd := exec.CommandContext(context.Background(), e.Python, "-c", startScript)
	cmd.Dir = e.Dir
	cmd.Env = e.serverEnv(tmp)
	return e.process().Spawn(cmd, e.LogFile(), os.O_TRUNC)
}

// Stop ends the emulator and the functions that it runs. It does nothing if the emulator does not
// run.
func (e *Emulator) Stop(ctx context.Context) error {
	pid := e.PID()
	if pid == 0 {
		return nil
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("stop the emulator, process %d: %w", pid, err)
	}
	ctx, cancel := context.WithTimeout(ctx, e.stopTimeout)
	defer cancel()
	for e.PID() != 0 {
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			break // it is killed below
		}
	}
	// The emulator leads a process group of its own: only functions that wait for events are left
	// in it.
	_ = syscall.Kill(-pid, syscall.SIGKILL)
	return os.Remove(e.process().PIDFile())
}

// Clean removes the state directory of an emulator that does not run.
func (e *Emulator) Clean() error {
	if e.PID() != 0 {
		return fmt.Errorf("remove %s: the emulator still runs", e.Dir)
	}
	return os.RemoveAll(e.Dir)
}

// healthy reports whether a MiniStack responds on the port.
func (e *Emulator) healthy(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, e.healthTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.URL()+"/_ministack/health", nil)
	if err != nil {
		return false
	}
	response, err := httpClient.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	var health struct{ Services map[string]string }
	return response.StatusCode == http.StatusOK &&
		json.NewDecoder(response.Body).Decode(&health) == nil && len(health.Services) > 0
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}
