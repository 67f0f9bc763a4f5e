package stacks

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
)

func TestContextSetsTheConfig(t *testing.T) {
	dev := Config{Stage: "dev", Architecture: gofunction.ARM64}
	for _, test := range []struct {
		name    string
		context Context
		want    func(*Config)
	}{
		{"nothing", nil, func(*Config) {}},
		{"stage", Context{"stage": "prod"}, func(c *Config) { c.Stage = "prod" }},
		{"stage with hyphens", Context{"stage": "pr-12-b"}, func(c *Config) { c.Stage = "pr-12-b" }},
		{"longest stage", Context{"stage": strings.Repeat("a", 20)}, func(c *Config) { c.Stage = strings.Repeat("a", 20) }},
		{"architecture", Context{"architecture": "x86_64"}, func(c *Config) { c.Architecture = gofunction.X8664 }},
		{"protect as JSON", Context{"protect": true}, func(c *Config) { c.Protect = true }},
		{"protect from the command line", Context{"protect": "true"}, func(c *Config) { c.Protect = true }},
		{"no protect", Context{"protect": "false"}, func(*Config) {}},
		{"monitoring", Context{"monitoring": "true"}, func(c *Config) { c.Monitoring = true }},
		{"mail of alarms", Context{"monitoring": true, "alarmEmail": "ops@example.com"}, func(c *Config) {
			c.Monitoring, c.AlarmEmail = true, "ops@example.com"
		}},
		{"keys of CDK", Context{"@aws-cdk/core:x": 1, "aws:cdk:y": 1, "vpc-provider:account=1": 1, "cli-telemetry": false}, func(*Config) {}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := dev
			test.want(&want)
			got, err := test.context.Config()
			if err != nil || got != want {
				t.Errorf("got %+v, %v\nwant %+v", got, err, want)
			}
		})
	}
}

func TestUnknownKeyIsAnsweredWithTheNearest(t *testing.T) {
	for key, mend := range map[string]string{
		"stag":         "did you mean stage?",
		"Stage":        "did you mean stage?",
		"satge":        "did you mean stage?",
		"arch":         "the keys are alarmEmail, architecture, ",
		"alarm-email":  "did you mean alarmEmail?",
		"alarmemail":   "did you mean alarmEmail?",
		"monitor":      "did you mean monitoring?",
		"architektur":  "did you mean architecture?",
		"Architecture": "did you mean architecture?",
		"protected":    "did you mean protect?",
		"zzzzzzzz":     "the keys are alarmEmail, architecture, ",
	} {
		_, err := Context{key: "x"}.Config()
		want := "context: " + key + ": the key is unknown; " + mend
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestAlarmEmailIsChecked(t *testing.T) {
	for _, test := range []struct {
		context Context
		want    string
	}{
		{Context{"alarmEmail": "ops@example.com"},
			`context: alarmEmail: "ops@example.com" gets nothing without alarms; add -c monitoring=true`},
		{Context{"alarmEmail": "ops", "monitoring": "true"},
			`context: alarmEmail: "ops" is no address; write it like -c alarmEmail=ops@example.com`},
		{Context{"monitoring": "yes"},
			`context: monitoring: "yes" is not true or false; use true or false`},
	} {
		if _, err := test.context.Config(); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

// The toolkit hands the context over in a variable, and what is too long for
// one in a file; the variable has the last word.
func TestContextFromEnvironment(t *testing.T) {
	overflow := filepath.Join(t.TempDir(), "context.json")
	if err := os.WriteFile(overflow, []byte(`{"stage":"file","architecture":"x86_64"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, variable, file string
		want                 Config
	}{
		{"neither", "", "", Config{Stage: "dev", Architecture: "arm64"}},
		{"variable", `{"stage":"variable"}`, "", Config{Stage: "variable", Architecture: "arm64"}},
		{"file", "", overflow, Config{Stage: "file", Architecture: "x86_64"}},
		{"both", `{"stage":"variable"}`, overflow, Config{Stage: "variable", Architecture: "x86_64"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("CDK_CONTEXT_JSON", test.variable)
			t.Setenv("CONTEXT_OVERFLOW_LOCATION_ENV", test.file)
			context, err := ContextFromEnvironment()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := context.Config(); err != nil || got != test.want {
				t.Errorf("got %+v, %v\nwant %+v", got, err, test.want)
			}
		})
	}
}

func TestUnreadableContextIsAnError(t *testing.T) {
	t.Run("file is missing", func(t *testing.T) {
		t.Setenv("CONTEXT_OVERFLOW_LOCATION_ENV", filepath.Join(t.TempDir(), "none.json"))
		if _, err := ContextFromEnvironment(); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("variable is no JSON", func(t *testing.T) {
		t.Setenv("CDK_CONTEXT_JSON", "{")
		if _, err := ContextFromEnvironment(); err == nil || !strings.HasPrefix(err.Error(), "context: CDK_CONTEXT_JSON: ") {
			t.Errorf("got %v", err)
		}
	})
}
