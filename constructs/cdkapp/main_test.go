package cdkapp_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// testapp is the built command of internal/testapp.
var testapp string

func TestMain(m *testing.M) { os.Exit(build(m)) }

func build(m *testing.M) int {
	dir, err := os.MkdirTemp("", "testapp")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	testapp = filepath.Join(dir, "testapp")
	if out, err := exec.Command("go", "build", "-o", testapp, "./internal/testapp").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// result is what whoever ran an app gets.
type result struct {
	exit           int
	stdout, stderr string
	report         string // validation-report.json
}

// site is where an app is run, several times.
type site struct {
	*testing.T
	dir, out string
	program  string
	env      []string
}

func newSite(t *testing.T) *site {
	return &site{T: t, dir: ".", out: t.TempDir(), program: testapp}
}

// run runs an app as the toolkit does, with the flags of cdk.json and more context.
func (s *site) run(app string, more map[string]any) result {
	s.Helper()
	text, err := os.ReadFile("../../cdk.json")
	if err != nil {
		s.Fatal(err)
	}
	var config struct{ Context map[string]any }
	if err := json.Unmarshal(text, &config); err != nil {
		s.Fatal(err)
	}
	maps.Copy(config.Context, more)
	context, err := json.Marshal(config.Context)
	if err != nil {
		s.Fatal(err)
	}
	cmd := exec.CommandContext(s.Context(), s.program, app)
	cmd.Dir = s.dir
	cmd.Env = append(append(os.Environ(), "CDK_OUTDIR="+s.out, "CDK_CONTEXT_JSON="+string(context)), s.env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		s.Fatal(err)
	}
	report, err := os.ReadFile(filepath.Join(s.out, "validation-report.json"))
	if err != nil && !os.IsNotExist(err) {
		s.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), withoutNotices(stderr.String()), string(report)}
}

// withoutNotices leaves out what is said of the machine: that Node.js is old, that something takes
// long.
func withoutNotices(stderr string) string {
	var kept strings.Builder
	for line := range strings.Lines(stderr) {
		if !strings.HasPrefix(line, "!!") && !strings.HasSuffix(line, " …\n") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// remembered are the files of findings.
func (s *site) remembered() []string {
	s.Helper()
	files, err := filepath.Glob(filepath.Join(s.out, ".templatecheck", "*"))
	if err != nil {
		s.Fatal(err)
	}
	return files
}
