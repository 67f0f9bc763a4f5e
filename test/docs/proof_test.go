package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const proofPage = "docs/proof.md"

// named is a test as the page names it: its folder, and the name of the function or of the script.
var named = regexp.MustCompile("`([a-z./]+) ((?:Test|Example|Fuzz)[A-Za-z0-9_]+|[a-z]+\\.txtar)`")

func TestProofNamesTestsThatExist(t *testing.T) {
	found := named.FindAllStringSubmatch(read(t, proofPage), -1)
	if len(found) < 50 {
		t.Fatalf("%s names %d tests only", proofPage, len(found))
	}
	for _, match := range found {
		folder, name := match[1], match[2]
		if !declares(t, folder, name) {
			t.Errorf("%s: there is no test %s in %s", proofPage, name, folder)
		}
	}
}

// declares tells whether a test file of the folder has the function, or its testdata the script.
func declares(t *testing.T, folder, name string) bool {
	t.Helper()
	if strings.HasSuffix(name, ".txtar") {
		_, err := os.Stat(filepath.Join(folder, "testdata", name))
		return err == nil
	}
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\nfunc "+name+"(") {
			return true
		}
	}
	return false
}

// TestProofCoversTheREADME looks for each heading of the README, and for each other page, so that
// what is new is proved too.
func TestProofCoversTheREADME(t *testing.T) {
	proof := read(t, proofPage)
	for _, heading := range regexp.MustCompile(`(?m)^###? .+$`).FindAllString(read(t, "README.md"), -1) {
		if heading == "## Licence" {
			continue
		}
		if !strings.Contains(proof, "\n"+heading+"\n") {
			t.Errorf("%s has no %q", proofPage, heading)
		}
	}
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		if name := filepath.Base(page); page != proofPage && !strings.Contains(proof, "]("+name+")") {
			t.Errorf("%s does not speak of %s", proofPage, name)
		}
	}
	if !strings.Contains(read(t, "README.md"), "]("+proofPage+")") {
		t.Errorf("README.md does not point to %s", proofPage)
	}
}
