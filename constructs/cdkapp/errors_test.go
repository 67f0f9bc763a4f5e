package cdkapp_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestErrorsAreLines(t *testing.T) {
	for app, want := range map[string][]string{
		"invalid":  {"shop/Network: CIDR: ", "shop/Network: FlowLogs.Traffic: "},
		"twice":    {"There is already a Construct with name 'shop' in App"},
		"mistaken": {"nil pointer dereference, in main.mistaken (", "errors.go:"},
		"text":     {"in words"},
		"error":    {"settings: unexpected EOF"},
	} {
		t.Run(app, func(t *testing.T) {
			s := newSite(t)
			r := s.run(app, nil)
			if r.exit != 1 || r.stdout != "" {
				t.Errorf("exit %d, stdout %q; want 1 and nothing", r.exit, r.stdout)
			}
			for _, line := range want {
				if !strings.Contains(r.stderr, line) {
					t.Errorf("%q is not in\n%s", line, r.stderr)
				}
			}
			for _, trace := range []string{"goroutine ", "panic:", "\n    at ", "jsii"} {
				if strings.Contains(r.stderr, trace) {
					t.Errorf("%q is in\n%s", trace, r.stderr)
				}
			}
		})
	}
}

func TestTemporaryFilesAreRemoved(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	newSite(t).run("text", nil)
	if left, _ := filepath.Glob(filepath.Join(temp, "*")); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
}

func TestContextThatCannotBeRead(t *testing.T) {
	s := newSite(t)
	t.Setenv("CONTEXT_OVERFLOW_LOCATION_ENV", filepath.Join(s.out, "missing.json"))
	if r := s.run("text", nil); r.exit != 1 || !strings.HasPrefix(r.stderr, "context: open ") {
		t.Errorf("exit %d\n%s", r.exit, r.stderr)
	}
	if entries, _ := os.ReadDir(s.out); len(entries) > 0 {
		t.Errorf("%v were created", entries)
	}
}
