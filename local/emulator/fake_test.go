package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// fake is the variable that turns the test binary into a MiniStack: its value says how it behaves.
const fake = "FAKE_FOR_TESTS"

func TestMain(m *testing.M) {
	if how := os.Getenv(fake); how != "" && len(os.Args) > 1 && os.Args[1] == "-c" {
		fakeMiniStack(how)
		return
	}
	os.Exit(m.Run())
}

// fakeMiniStack does what start.py does first, then writes its environment down and serves the
// health check.
func fakeMiniStack(how string) {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	if how == "writes its process id late" {
		time.Sleep(300 * time.Millisecond)
	}
	text, err := json.Marshal(os.Environ())
	err = errors.Join(err, os.WriteFile("environment", text, 0o600), os.WriteFile("pid", []byte(strconv.Itoa(os.Getpid())), 0o600))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	syscall.CloseOnExec(3) // the lock, as Python does it
	// As a function that waits for events, it outlives its emulator.
	function := exec.Command("sleep", "1000")
	if err := function.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("function", function.Process.Pid)
	health := http.NewServeMux()
	health.HandleFunc("/_ministack/health", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"services":{"s3":"available"}}`))
	})
	go func() {
		_ = http.ListenAndServe(net.JoinHostPort(os.Getenv("BIND_HOST"), os.Getenv("GATEWAY_PORT")), health) //nolint:gosec // it has one client
	}()
	for {
		<-stop
		if how != "ignores SIGTERM" {
			return
		}
	}
}

// faked is an emulator whose MiniStack is a fake. It is stopped when the test ends.
func faked(t *testing.T, how string) *Emulator {
	t.Helper()
	port, release, err := ReservePort(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	t.Setenv(fake, how)
	e := New(Config{Root: t.TempDir(), Port: port, Python: os.Args[0]})
	t.Cleanup(func() {
		if err := e.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return e
}
