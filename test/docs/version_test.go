package docs

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// The version has one place, the newest heading of CHANGELOG.md; a release is tagged with it.
const changelog = "CHANGELOG.md"

var release = regexp.MustCompile(`^(\d+\.\d+\.\d+) - \d{4}-\d{2}-\d{2}$`)

// TestVersion holds the tags of the commit to the newest heading, and sees that no other file has a
// version of its own.
func TestVersion(t *testing.T) {
	headings := regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(read(t, changelog), -1)
	if len(headings) == 0 {
		t.Fatalf("%s has no heading", changelog)
	}
	for i, heading := range headings {
		if !release.MatchString(heading[1]) && (i > 0 || heading[1] != "Unreleased") {
			t.Errorf("%s: the heading %q is not like 1.2.3 - 2026-01-31; only the newest may be Unreleased", changelog, heading[1])
		}
	}
	tags, err := exec.CommandContext(t.Context(), "git", "tag", "--points-at", "HEAD", "--list", "v*").Output()
	if err != nil {
		t.Fatalf("git tag: %v", err)
	}
	for tag := range strings.FieldsSeq(string(tags)) {
		if newest, _, _ := strings.Cut(headings[0][1], " "); tag != "v"+newest {
			t.Errorf("the commit is tagged %s, and the newest heading of %s is %s", tag, changelog, newest)
		}
	}
	var manifest struct{ Version string }
	unmarshal(t, "package.json", &manifest)
	if manifest.Version != "" {
		t.Errorf("package.json has the version %s; leave it out, %s has it", manifest.Version, changelog)
	}
}

// TestCompatibility holds the newest row of the changelog's table to what is pinned and tested, and
// the rows to the headings: each version has one, in the same order.
func TestCompatibility(t *testing.T) {
	text := read(t, changelog)
	rows := regexp.MustCompile(`(?m)^\| (Unreleased|\d+\.\d+\.\d+) \|.*$`).FindAllStringSubmatch(text, -1)
	headings := regexp.MustCompile(`(?m)^## (\S+)`).FindAllStringSubmatch(text, -1)
	if len(rows) == 0 || len(rows) != len(headings) {
		t.Fatalf("%s has %d rows of compatibility for %d versions", changelog, len(rows), len(headings))
	}
	for i := range rows {
		if rows[i][1] != headings[i][1] {
			t.Errorf("%s: row %d of compatibility is of %s, and the heading of %s", changelog, i+1, rows[i][1], headings[i][1])
		}
	}
	want := fmt.Sprintf("| %s | %s | %s to %s | %s | 22, %s |", headings[0][1], pinned(t, "go.mod", `(?m)^go (\d+\.\d+)`),
		pinned(t, "Makefile", `aws-cdk-go/awscdk/v2@v(\d+\.\d+)\.`), pinned(t, "go.mod", `aws-cdk-go/awscdk/v2 v(\d+\.\d+)\.`),
		pinned(t, "package.json", `"aws-cdk": "([^"]+)"`), pinned(t, "package.json", `"node": "(\d+)\.`))
	if rows[0][0] != want {
		t.Errorf("%s says of the newest version %s, and what is pinned says %s", changelog, rows[0][0], want)
	}
}

// pinned is what the pattern finds in the file.
func pinned(t *testing.T, file, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(read(t, file))
	if found == nil {
		t.Fatalf("%s has no %s", file, pattern)
	}
	return found[1]
}

// TestStatus holds the README's table of versions to what is pinned, and to the oldest CDK that the
// Makefile tests.
func TestStatus(t *testing.T) {
	readme := read(t, "README.md")
	version := func(file, pattern string) string { return pinned(t, file, pattern) }
	for _, row := range []string{
		"| Go | " + version("go.mod", `(?m)^go (\d+\.\d+)`) + " |",
		fmt.Sprintf("| CDK for Go | %s, and %s as the oldest; the toolkit %s |", version("go.mod", `aws-cdk-go/awscdk/v2 v(\d+\.\d+)\.`),
			version("Makefile", `aws-cdk-go/awscdk/v2@v(\d+\.\d+)\.`), version("package.json", `"aws-cdk": "([^"]+)"`)),
		"| Node.js | " + version("package.json", `"node": "(\d+)\.`) + ", which `npm ci` installs;",
	} {
		if !strings.Contains(readme, "\n"+row) {
			t.Errorf("README.md has no row that begins with %s", row)
		}
	}
}

func unmarshal(t *testing.T, file string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(read(t, file)), into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
