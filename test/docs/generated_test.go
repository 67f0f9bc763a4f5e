package docs

import (
	"os/exec"
	"strings"
	"testing"
)

// TestGeneratedCodeSaysSo holds the header that the go command knows, the file's name and
// .gitattributes to each other.
func TestGeneratedCodeSaysSo(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "git", "ls-files", "--cached", "--others", "--exclude-standard", "*.go").Output()
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for name := range strings.FieldsSeq(string(out)) {
		named := strings.HasSuffix(name, "_generated.go") || strings.HasSuffix(name, "_generated_test.go")
		header := strings.HasPrefix(read(t, name), "// Code generated ")
		if named != header {
			t.Errorf("%s: its name says generated: %t; its header: %t", name, named, header)
		}
		if !named {
			continue
		}
		count++
		attribute, err := exec.CommandContext(t.Context(), "git", "check-attr", "linguist-generated", name).Output()
		if err != nil || !strings.HasSuffix(strings.TrimSpace(string(attribute)), ": set") {
			t.Errorf("%s: .gitattributes does not say that it is generated: %s %v", name, attribute, err)
		}
	}
	if count == 0 {
		t.Error("no generated file was found")
	}
}
