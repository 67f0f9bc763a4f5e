package docs

import (
	"os"
	"strings"
	"testing"
)

// TestThePackageDocsAreTheExample holds the code in the package comment of lambdaalb to ExampleNew,
// which is compiled and run.
func TestThePackageDocsAreTheExample(t *testing.T) {
	comment, err := os.ReadFile("constructs/lambdaalb/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("constructs/lambdaalb/example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for line := range strings.Lines(string(comment)) {
		if rest, ok := strings.CutPrefix(line, "//\t"); ok {
			code.WriteString("\t" + rest)
		} else if code.Len() > 0 && line == "//\n" {
			code.WriteString("\n")
		} else if code.Len() > 0 {
			break
		}
	}
	if got := strings.TrimSpace(code.String()); got == "" || !strings.Contains(string(example), got) {
		t.Errorf("this code of the package comment is not in ExampleNew as it stands:\n%s", got)
	}
}
