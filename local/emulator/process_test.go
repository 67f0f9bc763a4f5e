package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/local/internal/filelock"
)

// TestServerEnvironment starts an emulator under the settings of a caller of AWS, and reads what
// reaches it.
func TestServerEnvironment(t *testing.T) {
	for _, name := range []string{
		"AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_CONFIG_FILE", "CDK_OUTDIR", "MINISTACK_REGION", "LAMBDA_EXECUTOR", "AUTH", "SERVICES",
		"USE_SSL", "EDGE_PORT", "PERSIST_STATE", "S3_PERSIST", "LOCALSTACK_HOSTNAME", "LOCALSTACK_PERSISTENCE", "PYTHONPATH", "PYTHONHOME",
		"BIND_HOST", "GATEWAY_PORT", "STATE_DIR", "S3_DATA_DIR",
	} {
		t.Setenv(name, "the caller's")
	}
	t.Setenv("KEPT", "yes")
	e := faked(t, "serves")
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(e.Dir, "environment"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []string
	if err := json.Unmarshal(text, &entries); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, entry := range entries {
		name, value, _ := strings.Cut(entry, "=")
		got[name] = value
		if value == "the caller's" {
			t.Errorf("%s reaches the emulator", entry)
		}
	}
	want := map[string]string{
		"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": strconv.Itoa(e.Port), "TMPDIR": filepath.Join(e.Dir, "tmp"),
		"STATE_DIR": filepath.Join(e.Dir, "state"), "S3_DATA_DIR": filepath.Join(e.Dir, "s3"), "NODE_PATH": filepath.Join(e.Root, "node_modules"),
		"PYTHONUNBUFFERED": "1", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "KEPT": "yes", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_ACCESS_KEY_ID": "",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	if _, err := os.Stat(filepath.Join(e.Dir, "tmp")); err != nil {
		t.Error(err)
	}
}

func TestStartAndStop(t *testing.T) {
	e := faked(t, "serves")
	if err := os.MkdirAll(filepath.Join(e.Dir, "stages", "old"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	pid := e.PID()
	if stages, err := e.Stages(); err != nil || len(stages) > 0 {
		t.Errorf("an emulator that has just started has stages %q, %v", stages, err)
	}
	if err := os.MkdirAll(filepath.Join(e.Dir, "stages", "dev"), 0o755); err != nil {
		t.Fatal(err)
	}
	if stages, err := e.Stages(); err != nil || len(stages) != 1 || stages[0] != "dev" {
		t.Errorf("stages %q, %v, want dev", stages, err)
	}
	if err := e.Clean(); err == nil {
		t.Error("the state of an emulator that runs is removed")
	}
	other := New(Config{Root: t.TempDir(), Port: e.Port})
	other.healthTimeout = time.Minute
	var taken *PortTakenError
	if err := other.Start(t.Context()); !errors.As(err, &taken) || !taken.MiniStack || !strings.Contains(err.Error(), "a MiniStack that this clone did not start") {
		t.Errorf("another clone's emulator on the port: %v", err)
	}
	if err := e.Start(t.Context()); err != nil || e.PID() != pid {
		t.Errorf("Start again: %v, process %d, want %d", err, e.PID(), pid)
	}
	log, err := os.ReadFile(e.LogFile())
	if err != nil {
		t.Fatal(err)
	}
	var function int
	if _, err := fmt.Sscanf(string(log), "function %d", &function); err != nil {
		t.Fatalf("the log is %q: %v", log, err)
	}
	if err := e.Stop(t.Context()); err != nil || e.PID() != 0 || alive(strconv.Itoa(pid)) {
		t.Errorf("Stop: %v; process %d still runs", err, pid)
	}
	// the kernel takes a moment; the test's own time limit is the bound
	for alive(strconv.Itoa(function)) {
		time.Sleep(time.Millisecond)
	}
	if err := e.Stop(t.Context()); err != nil {
		t.Errorf("Stop again: %v", err)
	}
	if err := e.Clean(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(e.Dir); !os.IsNotExist(err) {
		t.Errorf("Clean leaves %s: %v", e.Dir, err)
	}
}

func TestStopKillsAnEmulatorThatIgnoresIt(t *testing.T) {
	e := faked(t, "ignores SIGTERM")
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	e.stopTimeout = 50 * time.Millisecond
	if err := e.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for e.PID() != 0 { // the kernel takes a moment; the test's own time limit is the bound
		time.Sleep(time.Millisecond)
	}
	if _, err := os.Stat(e.process().PIDFile()); !os.IsNotExist(err) {
		t.Errorf("the process id is left: %v", err)
	}
}

// TestAnEmulatorIsFoundWhoseStarterWasKilled starts one that writes its process id when its starter
// may be dead.
func TestAnEmulatorIsFoundWhoseStarterWasKilled(t *testing.T) {
	e := faked(t, "writes its process id late")
	if err := os.MkdirAll(e.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	// of one that crashed
	if err := os.WriteFile(e.process().PIDFile(), []byte(noProcess), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := e.spawn(); err != nil {
		t.Fatal(err)
	}
	if pid := e.PID(); pid == 0 || strconv.Itoa(pid) == noProcess {
		t.Fatalf("PID is %d", pid)
	}
	if err := e.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if e.PID() != 0 {
		t.Error("it still runs")
	}
}

// noProcess is over the largest process id, so that a signal to it reaches nobody: 1<<22, proc(5).
const noProcess = "1000000000"

// TestAnEmulatorThatIsAboutToEnd has its lock and its process id when it is looked for, and neither
// once it gets a request, as one that somebody has just killed. It counts as ended, and is started
// again.
func TestAnEmulatorThatIsAboutToEnd(t *testing.T) {
	e := faked(t, "serves")
	aboutToEnd(t, e)
	if running, err := e.Running(t.Context()); running || err != nil {
		t.Errorf("running %t, %v", running, err)
	}
	aboutToEnd(t, e)
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if pid := e.PID(); pid == 0 || strconv.Itoa(pid) == noProcess {
		t.Errorf("process %d", pid)
	}
}

// aboutToEnd leaves an emulator that ends at its first request.
func aboutToEnd(t *testing.T, e *Emulator) {
	t.Helper()
	alive, err := filelock.Try(e.process().AliveFile())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(e.process().PIDFile(), []byte(noProcess), 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", fmt.Sprintf("127.0.0.1:%d", e.Port))
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return // the test is over
		}
		_, _, _ = listener.Close(), alive.Close(), conn.Close()
	}()
	t.Cleanup(func() { _ = listener.Close() })
}
