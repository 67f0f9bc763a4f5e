package emulator

import (
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestEnvReachesOneEmulatorOnly shows that the toolkit gets none of the caller's AWS settings.
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
	if got["CDK_HOME"] != filepath.Join(e.Dir, "cdk-home") || got["CDK_DISABLE_CLI_TELEMETRY"] != "true" || got["CGO_ENABLED"] != "0" {
		t.Errorf("CDK_HOME=%q, CDK_DISABLE_CLI_TELEMETRY=%q, CGO_ENABLED=%q", got["CDK_HOME"], got["CDK_DISABLE_CLI_TELEMETRY"], got["CGO_ENABLED"])
	}
}

func TestStartRejectsATakenPort(t *testing.T) {
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	port := other.Addr().(*net.TCPAddr).Port
	e := New(Config{Root: t.TempDir(), Port: port})
	e.healthTimeout = 10 * time.Millisecond
	var taken *PortTakenError
	if err := e.Start(t.Context()); !errors.As(err, &taken) || taken.Port != port || taken.MiniStack {
		t.Errorf("Start: %v, want a PortTakenError for %d", err, port)
	}
	if e.PID() != 0 {
		t.Error("it runs")
	}
}

func TestStartTellsOfAnEmulatorThatEnds(t *testing.T) {
	port, release, err := ReservePort(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	e := New(Config{Root: t.TempDir(), Port: port, Python: "/bin/false"})
	if err := e.Start(t.Context()); err == nil || !strings.Contains(err.Error(), e.LogFile()) {
		t.Errorf("Start: %v, want an error that names the log", err)
	}
}

func TestNew(t *testing.T) {
	e := New(Config{Root: "/clone"})
	want := Config{Root: "/clone", Port: 4566, Dir: "/clone/.local/4566", NodeModules: "/clone/node_modules", Python: "/clone/.local/venv/bin/python"}
	if e.Config != want || e.URL() != "http://127.0.0.1:4566" || e.LogFile() != "/clone/.local/4566/emulator.log" {
		t.Errorf("%+v, %s, %s; want %+v", e.Config, e.URL(), e.LogFile(), want)
	}
	given := Config{Root: "/clone", Port: 1, Dir: "/dir", NodeModules: "/modules", Python: "/python"}
	if e := New(given); e.Config != given {
		t.Errorf("%+v, want %+v", e.Config, given)
	}
	d := Deployment{Emulator: e, Stage: "dev"}
	if got := d.assembly(); got != "/clone/.local/4566/stages/dev/cdk.out" {
		t.Error(got)
	}
}

// A proxy that the environment names is never used for the emulator, and the caller's own
// exceptions stay.
func TestNoProxy(t *testing.T) {
	for value, want := range map[string]string{"": "127.0.0.1,localhost,other.example.com", "example.com": "127.0.0.1,localhost,example.com"} {
		t.Setenv("NO_PROXY", value)
		t.Setenv("no_proxy", "other.example.com")
		for name, env := range map[string][]string{"toolkit": New(Config{}).Env(), "emulator": New(Config{}).serverEnv("")} {
			got := map[string]string{}
			for _, entry := range env { // the last of a name counts, as os/exec has it
				name, value, _ := strings.Cut(entry, "=")
				got[name] = value
			}
			if got["NO_PROXY"] != want || got["no_proxy"] != want {
				t.Errorf("%s: NO_PROXY=%q, no_proxy=%q, want %q", name, got["NO_PROXY"], got["no_proxy"], want)
			}
		}
	}
	if httpClient.Transport.(*http.Transport).Proxy != nil {
		t.Error("the package's own client uses a proxy")
	}
}
