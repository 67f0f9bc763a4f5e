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
		"arch":         "the keys are architecture, ",
		"architektur":  "did you mean architecture?",
		"Architecture": "did you mean architecture?",
		"protected":    "did you mean protect?",
		"zzzzzzzz":     "the keys are architecture, ",
	} {
		_, err := Context{key: "x"}.Config()
		want := "context: " + key + ": the key is unknown; " + mend
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
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
