package policy

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
)

// tools is the virtual environment that requirements.txt is installed in.
const tools = ".local/venv-policy/bin"

// scanned is a finding in the template of a variant.
type scanned struct {
	Finding
	variant string
}

// collect copies the templates of an assembly to dir/variant.
func collect(t *testing.T, assembly, dir, variant string) map[string]*cdktest.Template {
	t.Helper()
	to := filepath.Join(dir, variant)
	if err := os.Mkdir(to, 0o755); err != nil {
		t.Fatal(err)
	}
	templates := cdktest.Read(t, assembly, cdktest.Suffix)
	for stack, template := range templates {
		if err := template.Write(filepath.Join(to, stack+cdktest.Suffix)); err != nil {
			t.Fatal(err)
		}
	}
	return templates
}

// variantOf names the variant that a file was collected from.
func variantOf(file string) string { return filepath.Base(filepath.Dir(file)) }

// lint runs cfn-lint, whose warnings and remarks count like errors.
func lint(t *testing.T, dir string) []scanned {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"+cdktest.Suffix))
	if err != nil {
		t.Fatal(err)
	}
	var matches []struct {
		Filename string
		Rule     struct{ ID string }
		Location struct{ Path []any }
		Message  string
	}
	run(t, &matches, "cfn-lint", append([]string{"--format", "json", "--include-checks", "I", "--"}, files...)...)
	var findings []scanned
	for _, match := range matches {
		id := "template"
		if path := match.Location.Path; len(path) > 1 {
			id, _ = path[1].(string)
		}
		findings = append(findings, scanned{Finding{match.Rule.ID, id}, variantOf(match.Filename)})
	}
	return findings
}

// check runs checkov with the rules that it ships with.
func check(t *testing.T, dir string) []scanned {
	t.Helper()
	var report struct {
		Results struct {
			FailedChecks []struct {
				CheckID     string `json:"check_id"`
				FileAbsPath string `json:"file_abs_path"`
				Resource    string
			} `json:"failed_checks"`
		}
		Summary struct {
			Passed        int
			Skipped       int
			ParsingErrors int `json:"parsing_errors"`
			ResourceCount int `json:"resource_count"`
		}
	}
	run(t, &report, "checkov", "--directory", dir, "--framework", "cloudformation", "--skip-download", "--compact", "--quiet", "--output", "json")
	if s := report.Summary; s.Passed == 0 || s.ResourceCount == 0 || s.ParsingErrors > 0 || s.Skipped > 0 {
		t.Fatalf("checkov did not read everything: %+v", s)
	}
	var findings []scanned
	for _, failed := range report.Results.FailedChecks {
		_, id, _ := strings.Cut(failed.Resource, ".")
		findings = append(findings, scanned{Finding{failed.CheckID, id}, variantOf(failed.FileAbsPath)})
	}
	return findings
}

// run decodes what a tool prints; that it exits with an error because it has found something is no
// failure.
func run(t *testing.T, output any, tool string, args ...string) {
	t.Helper()
	path := filepath.Join(tools, tool)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v; make policy installs it", err)
	}
	var stderr strings.Builder
	cmd := exec.Command(path, args...)
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, output); err != nil {
		t.Fatalf("%s: %v\n%s%s", tool, err, text, stderr.String())
	}
}
