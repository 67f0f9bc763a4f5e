package lifecycle

import (
	"os"
	"strings"
	"testing"
)

// TestRename gives a copy a name of its own, as the README says, and compiles all its modules under it.
func TestRename(t *testing.T) {
	t.Parallel()
	sh := openShell(t, copyClone(t), os.Environ())
	for _, command := range []string{
		"git init --quiet && git add --all",
		find(t, commands(t), "git grep -l 'example.com/alb-lambda'"),
		"! grep -rn --include=*.go --include=go.mod 'example.com/alb-lambda' .",
		"go vet ./constructs/... ./lambda/... ./local/... .",
		"go -C test/consumer vet ./...",
		"go list -m",
	} {
		code, said := sh.run(t, command)
		if code != 0 || strings.HasPrefix(command, "go list") && strings.TrimSpace(said) != "github.com/you/alb-lambda" {
			t.Fatalf("exit %d: %s\n%s", code, command, said)
		}
	}
}
