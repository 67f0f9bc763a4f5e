package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/test/internal/document"
)

// TestMoving applies the diffs of the page on moving an application, and compiles what comes out.
// Each adds three lines.
func TestMoving(t *testing.T) {
	if err := os.MkdirAll(".local", 0o755); err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(".local", "moving") //nolint:usetesting // it is in the module
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	diffs := 0
	for _, block := range document.Blocks(read(t, "docs/moving.md")) {
		if block.Language != "diff" {
			continue
		}
		diffs++
		var after strings.Builder
		added := 0
		for line := range strings.Lines(block.Text) {
			switch line[0] {
			case '+':
				added++
				after.WriteString(line[1:])
			case ' ':
				after.WriteString(line[1:])
			}
		}
		if added != 3 {
			t.Errorf("docs/moving.md:%d adds %d lines, not 3", block.Line, added)
		}
		if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(after.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), "go", "vet", "./"+dir).CombinedOutput(); err != nil {
			t.Errorf("docs/moving.md:%d: %v\n%s", block.Line, err, out)
		}
	}
	if diffs != 2 {
		t.Errorf("the page has %d diffs, not 2", diffs)
	}
}

// TestMovingNamesWhatExists looks up the names of lambdaalb that the page on moving a load balancer
// gives as the new ones.
func TestMovingNamesWhatExists(t *testing.T) {
	names := regexp.MustCompile("`(?:lambdaalb\\.)?((?:Props|HTTPS|Match|Action|Target|Authenticate|MountProps|RouteProps|FromListener)(?:\\.[A-Z]\\w+)?)[`(]").
		FindAllStringSubmatch(read(t, "docs/moving-constructs.md"), -1)
	var found []string
	for _, name := range names {
		found = append(found, name[1])
	}
	slices.Sort(found)
	if found = slices.Compact(found); len(found) < 15 {
		t.Errorf("only %d names were found: %v", len(found), found)
	}
	for _, name := range found {
		hasDoc(t, "./constructs/lambdaalb", name)
	}
	settings := regexp.MustCompile("`lambdahttp\\.Server\\{[^`]*?(\\w+): [^`]*\\}`").FindAllStringSubmatch(read(t, "docs/moving.md"), -1)
	if len(settings) < 5 {
		t.Errorf("only %d settings of lambdahttp.Server were found", len(settings))
	}
	for _, setting := range settings {
		hasDoc(t, "./lambda/lambdahttp", "Server."+setting[1])
	}
}

// hasDoc looks up a name of a package.
func hasDoc(t *testing.T, folder, name string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "go", "doc", folder, name).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
}

// TestMovingSaysWhatIsGained finds each of the tools that somebody may come from, and in its
// section a table whose rows all say what maps to what, and what is gained by it.
func TestMovingSaysWhatIsGained(t *testing.T) {
	for name, headings := range map[string][]string{
		"docs/moving-constructs.md": {"From CDK's own constructs", "From Solutions Constructs' aws-alb-lambda", "From terraform-aws-alb",
			"From the alb event of the Serverless Framework"},
		"docs/moving.md": {"From aws-lambda-go-api-proxy", "From algnhsa"},
	} {
		for _, heading := range headings {
			_, section, found := strings.Cut(read(t, name), "\n## "+heading+"\n")
			section, _, _ = strings.Cut(section, "\n## ")
			if !found || strings.Count(section, " | Here | What is gained |\n|---|---|---|\n") != 1 {
				t.Errorf("%s has no table of what is gained under %q", name, heading)
				continue
			}
			_, table, _ := strings.Cut(section, "|---|---|---|\n")
			rows := regexp.MustCompile(`(?m)^\| \S[^|]* \| \S[^|]* \| \S[^|]* \|$`).FindAllString(table, -1)
			if all := strings.Count(table, "\n| ") + 1; len(rows) < 5 || len(rows) != all {
				t.Errorf("%s: %d of %d rows under %q have all three cells", name, len(rows), all, heading)
			}
		}
	}
}
