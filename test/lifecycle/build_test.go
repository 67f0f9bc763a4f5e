package lifecycle

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example.com/alb-lambda/test/internal/stage"
)

// synth runs the toolkit's synth in a clone, as a user would, without a word of AWS.
func synth(t *testing.T, clone string) (said string, err error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(clone, "node_modules", ".bin", "cdk"), "synth", "--quiet")
	cmd.Dir = clone
	cmd.Env = append(os.Environ(), "PATH="+filepath.Join(clone, "node_modules", ".bin")+":"+os.Getenv("PATH"))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err = cmd.Run()
	return out.String(), err
}

// TestTwoClonesMakeTheSameAsset shows that the function is built reproducibly: its hash decides
// whether it is deployed again.
func TestTwoClonesMakeTheSameAsset(t *testing.T) {
	t.Parallel()
	var hashes [][]string
	for range 2 {
		clone := copyClone(t)
		stage.ShareFindings(t, filepath.Join(clone, "cdk.out"))
		if said, err := synth(t, clone); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		text, err := os.ReadFile(filepath.Join(clone, "cdk.out", "echo-api-dev.assets.json"))
		must(t, err)
		var assets struct {
			Files map[string]struct{ DisplayName string }
		}
		must(t, json.Unmarshal(text, &assets))
		var found []string
		for hash, file := range assets.Files {
			if strings.HasSuffix(file.DisplayName, "Code") {
				found = append(found, hash)
			}
		}
		if len(found) != 1 {
			t.Fatalf("the function's code is %d assets: %s", len(found), text)
		}
		hashes = append(hashes, found)
	}
	if hashes[0][0] != hashes[1][0] {
		t.Errorf("two clones in two folders: %v", hashes)
	}
}

// TestCompileErrorIsReadable shows that a mistake in the function ends in the compiler's words.
func TestCompileErrorIsReadable(t *testing.T) {
	t.Parallel()
	clone := copyClone(t)
	file := filepath.Join(clone, "lambda", "echo", "main.go")
	text, err := os.ReadFile(file)
	must(t, err)
	must(t, os.WriteFile(file, append(text, "\nfunc mistake() int { return undefinedName }\n"...), 0o644))
	said, err := synth(t, clone)
	if err == nil {
		t.Fatal("a function that does not compile was synthesized")
	}
	if !regexp.MustCompile(`lambda/echo/main\.go:\d+:\d+: undefined: undefinedName`).MatchString(said) {
		t.Errorf("the compiler's line is missing:\n%s", said)
	}
	for _, noise := range []string{"goroutine", "panic", "jsii", "RuntimeError", "at Object"} {
		if strings.Contains(said, noise) {
			t.Errorf("there is %q in what the user reads:\n%s", noise, said)
		}
	}
}
