package emulator

import (
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEnvReachesOneEmulatorOnly shows that nothing of the caller's AWS settings gets through.
func TestEnvReachesOneEmulatorOnly(t *testing.T) {
	for name, value := range map[string]string{
		"AWS_PROFILE": "production", "AWS_ENDPOINT_URL_S3": "https://example.com", "AWS_SESSION_TOKEN": "token",
		"AWS_ACCESS_KEY_ID": "AKIA", "AWS_REGION": "eu-central-1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
		"CDK_DEFAULT_ACCOUNT": "123456789012", "MINISTACK_REGION": "eu-west-1", "LAMBDA_EXECUTOR": "docker",
		"AWS_CONFIG_FILE": "/home/someone/.aws/config", "KEPT": "yes",
	} {
		t.Setenv(name, value)
	}
	e := New(Config{Root: t.TempDir(), Port: 4321})
	got := map[string]string{}
	for _, entry := range e.Env() { // the last of a name counts, as os/exec has it
		name, value, _ := strings.Cut(entry, "=")
		got[name] = value
	}
	want := map[string]string{
		"AWS_ENDPOINT_URL": "http://127.0.0.1:4321", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
		"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": "/dev/null",
		"AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true",
	}
	for name, value := range got {
		if strings.HasPrefix(name, "AWS_") && want[name] != value {
			t.Errorf("%s=%s reaches the toolkit, want %q", name, value, want[name])
		}
		if strings.HasPrefix(name, "MINISTACK_") || strings.HasPrefix(name, "LAMBDA_") || name == "CDK_DEFAULT_ACCOUNT" {
			t.Errorf("%s=%s reaches the toolkit", name, value)
		}
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	if got["KEPT"] != "yes" || !strings.HasPrefix(got["PATH"], filepath.Join(e.Root, "node_modules", ".bin")) {
		t.Errorf("KEPT=%q, PATH=%q", got["KEPT"], got["PATH"])
	}
	if !slices.Contains(e.serverEnv(t.TempDir()), "BIND_HOST=127.0.0.1") {
		t.Error("the emulator would listen on every interface")
	}
}

func TestStartRefusesATakenPort(t *testing.T) {
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	port := other.Addr().(*net.TCPAddr).Port
	e := New(Config{Root: t.TempDir(), Port: port})
	var taken *PortTakenError
	if err := e.Start(t.Context()); !errors.As(err, &taken) || taken.Port != port || taken.MiniStack {
		t.Errorf("Start: %v, want a PortTakenError for %d", err, port)
	}
	if e.PID() != 0 {
		t.Error("it runs")
	}
}

func TestStartTellsOfAnEmulatorThatEnds(t *testing.T) {
	port, err := FreePort(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	e := New(Config{Root: t.TempDir(), Port: port, Python: "/bin/false"})
	if err := e.Start(t.Context()); err == nil || !strings.Contains(err.Error(), e.LogFile()) {
		t.Errorf("Start: %v, want an error that names the log", err)
	}
}

// TestAnEmulatorIsFoundWhoseStarterWasKilled starts one that writes its process id late, when the starter may be dead.
func TestAnEmulatorIsFoundWhoseStarterWasKilled(t *testing.T) {
	late := filepath.Join(t.TempDir(), "python")
	script := "#!/bin/sh\nsleep 0.3\nprintf $$ >pid\nexec sleep 60\n"
	if err := os.WriteFile(late, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	e := New(Config{Root: t.TempDir(), Python: late})
	if err := os.MkdirAll(e.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(e.pidFile(), []byte("1"), 0o644); err != nil { // of one that crashed
		t.Fatal(err)
	}
	if err := e.spawn(); err != nil {
		t.Fatal(err)
	}
	pid := e.PID()
	if pid < 2 {
		t.Fatalf("PID is %d", pid)
	}
	if err := e.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if e.PID() != 0 {
		t.Error("it still runs")
	}
}

func TestResolveLiteralsAndUnknownForms(t *testing.T) {
	e := New(Config{Root: t.TempDir()})
	if got, err := e.resolve(t.Context(), "stack", json.RawMessage(`"text"`)); err != nil || got != "text" {
		t.Errorf("a literal: %q, %v", got, err)
	}
	for _, form := range []string{`{"Fn::Join": ["", []]}`, `{"Fn::GetAtt": ["Function", "Name"]}`, `7`, `{}`} {
		if got, err := e.resolve(t.Context(), "stack", json.RawMessage(form)); err == nil || !strings.Contains(err.Error(), "not bridged") {
			t.Errorf("%s: %q, %v; want an error", form, got, err)
		}
	}
}
