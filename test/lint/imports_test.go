// Package lint holds the linter to the import rules of .golangci.yml: each rule rejects what it is
// there for.
//
// It lints a tree of empty packages that has nothing but the imports in question. That the code of
// this repository keeps the rules is the business of make lint, which runs this package too.
package lint

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	module = "example.com/alb-lambda"
	cdk    = "github.com/aws/aws-cdk-go/awscdk/v2"
	jsii   = "github.com/aws/jsii-runtime-go"
	sdk    = "github.com/aws/aws-sdk-go-v2"
)

// arrows are the imports of the layers, from the top down: a layer may import those of its list, of
// ours and of these.
var arrows = map[string][]string{
	".":                          {"settings", "stacks", "deployment", cdk, jsii},
	"settings":                   {"stacks", "constructs/lambdaalb", "constructs/network", "deployment", "fault", cdk, jsii},
	"stacks":                     {"constructs/lambdaalb", "constructs/network", "deployment", "fault", cdk, jsii},
	"constructs/lambdaalb":       {"constructs/network", "albrules", "fault", cdk, jsii},
	"albrules":                   {"fault"},
	"fault":                      nil,
	"deployment":                 nil,
	"lambda/httpevent":           nil,
	"lambda/httpsim":             {"lambda/httpevent", "albrules"},
	"local/serve":                {"lambda/httpevent", "albrules", "fault", "deployment", sdk},
	"compare":                    {"lambda/httpevent", "local/serve", "deployment", sdk},
	"examples":                   {"constructs/lambdaalb", "constructs/network", "lambda/httpevent", cdk, jsii},
	"picture":                    {"deployment"},
	"internal/cdktest":           {"fault", cdk, jsii},
	"test/aws/app":               {"constructs/lambdaalb", "constructs/network", cdk, jsii},
	"test/aws/recorder":          {"lambda/httpevent"},
	"test/aws/carrier":           {"lambda/httpevent"},
	"test/aws/internal/recorder": {"lambda/httpevent"},
	"test/aws/internal/wire":     {"lambda/httpevent"},
	"test/aws/report":            {"lambda/httpevent", "local/serve", sdk},
}

// targets are what a layer could import.
var targets = []string{"settings", "stacks", "constructs/lambdaalb", "constructs/network", "albrules", "fault", "deployment",
	"lambda/httpevent", "local/serve", "compare", "picture", "test", cdk, jsii, sdk}

func TestEveryArrowThatPointsUpIsRejected(t *testing.T) {
	dir := t.TempDir()
	config, err := os.ReadFile("../../.golangci.yml")
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, ".golangci.yml", string(config))
	mod := "module " + module + "\n\ngo 1.26\n"
	// empty ones: the linter reads no more than the imports
	for _, path := range []string{cdk, jsii, sdk} {
		mod += fmt.Sprintf("\nrequire %s v%s.0.0\n\nreplace %[1]s => ./aws/%[3]s\n", path, major(path), filepath.Base(path))
		write(t, dir, filepath.Join("aws", filepath.Base(path), "go.mod"), "module "+path+"\n")
		write(t, dir, filepath.Join("aws", filepath.Base(path), "doc.go"), "// Package empty is.\npackage empty\n")
	}
	write(t, dir, "go.mod", mod)
	for _, target := range targets {
		if !strings.HasPrefix(target, "github.com/") {
			write(t, dir, filepath.Join(target, "doc.go"), "// Package empty is.\npackage empty\n")
		}
	}
	want := map[string]bool{} // by "importer imported", whether that is rejected
	for layer, allowed := range arrows {
		folder := filepath.Join(layer, "importer") // which nothing imports, so that there is no cycle
		if layer == "." {
			folder = "."
		}
		for i, target := range targets {
			path := target
			if !strings.HasPrefix(target, "github.com/") {
				path = module + "/" + target
			}
			file := filepath.Join(folder, fmt.Sprintf("import%d.go", i))
			write(t, dir, file, fmt.Sprintf("// Package importer imports.\npackage importer\n\nimport _ %q\n", path))
			want[file+" "+path] = target != layer && !slices.Contains(allowed, target)
		}
	}
	cmd := exec.CommandContext(t.Context(), linter(t), "run", "--allow-parallel-runners", "--enable-only", "depguard",
		"--max-issues-per-linter", "0", "--max-same-issues", "0", "--output.text.path", "stdout", "--output.text.print-issued-lines=false", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
	out, _ := cmd.CombinedOutput() // it fails, for it finds breaches
	found := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^(\S+\.go):\d+:\d+: import '([^']+)' is not allowed from list '\w+': .+ \(depguard\)$`).FindAllStringSubmatch(string(out), -1) {
		found[match[1]+" "+match[2]] = true
	}
	if len(found) == 0 {
		t.Fatalf("the linter found nothing:\n%s", out)
	}
	for arrow, rejected := range want {
		if found[arrow] != rejected {
			t.Errorf("%s: rejected is %t, want %t", arrow, found[arrow], rejected)
		}
	}
}

// major is the version that a module path ends in.
func major(path string) string {
	if version, ok := strings.CutPrefix(filepath.Base(path), "v"); ok {
		return version
	}
	return "0"
}

// TestEveryFolderHasARule finds a folder whose imports nobody thought about.
func TestEveryFolderHasARule(t *testing.T) {
	config, err := os.ReadFile("../../.golangci.yml")
	if err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob("../../*/")
	if err != nil {
		t.Fatal(err)
	}
	// what nothing imports
	free := []string{"docs", "examples", "test", "tools", "node_modules", "bin", "cdk.out"}
	for _, folder := range folders {
		if name := filepath.Base(folder); !slices.Contains(free, name) && !strings.Contains(string(config), "/"+name+"/**") {
			t.Errorf("the imports of %s have no rule in .golangci.yml", name)
		}
	}
}

// linter is the program that make lint runs.
func linter(t *testing.T) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "tool", "-modfile=tools/go.mod", "-n", "golangci-lint")
	cmd.Dir = "../.."
	cmd.Env = append(os.Environ(), "GOWORK=off")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
