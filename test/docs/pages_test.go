package docs

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPackagePages reads the page of each package that others import, which says what the package
// is for and not for, what it costs, and has a complete program. All programs are compiled into
// one, because linking the CDK takes longest, and those that end by themselves are run.
func TestPackagePages(t *testing.T) {
	if err := os.MkdirAll(".local", 0o755); err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(".local", "pages") //nolint:usetesting // it is in the module
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	var programs []string
	for _, p := range append(library(t), packagesOf(t, "./settings", "./stacks", "./fault", "./albrules", "./deployment")...) {
		name := path.Base(p.ImportPath)
		for _, say := range []string{"not for|not its business", "cost|microseconds"} {
			if !regexp.MustCompile(say).MatchString(p.Doc) {
				t.Errorf("%s: the package comment says nothing of %q", p.ImportPath, say)
			}
		}
		code := program(p.Doc)
		if code == "" {
			t.Errorf("%s: the package comment has no complete program", p.ImportPath)
			continue
		}
		code = strings.Replace(code, "\nfunc main()", "\nfunc "+name+"Main()", 1)
		for _, other := range []string{"hello", "upper", "newCache"} { // names of several programs
			code = regexp.MustCompile(`\b`+other+`\b([(,)])`).ReplaceAllString(code, name+"_"+other+"$1")
		}
		if err := os.WriteFile(filepath.Join(dir, name+".go"), []byte(code), 0o644); err != nil {
			t.Fatal(err)
		}
		programs = append(programs, name)
	}
	var all strings.Builder
	all.WriteString("package main\n\nimport \"os\"\n\nfunc main() {\n\tmap[string]func(){\n")
	for _, name := range programs {
		fmt.Fprintf(&all, "\t\t%q: %sMain,\n", name, name)
	}
	all.WriteString("\t}[os.Args[1]]()\n}\n")
	if err := os.WriteFile(filepath.Join(dir, "pages.go"), []byte(all.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), "pages")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./"+dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range programs {
		if name == "lambdahttp" || name == "compress" || name == "runtimeloop" || name == "httpevent" {
			continue // they serve until they are ended; the examples of their packages run what is served
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command := exec.CommandContext(t.Context(), binary, name)
			command.Env = append(os.Environ(), "CDK_OUTDIR="+t.TempDir())
			if out, err := command.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// program is the code block of a package comment that is a whole file, as go doc shows it.
func program(comment string) string {
	_, rest, found := strings.Cut(comment, "\tpackage main\n")
	if !found {
		return ""
	}
	var code strings.Builder
	code.WriteString("package main\n")
	for line := range strings.Lines(rest) {
		if line != "\n" && !strings.HasPrefix(line, "\t") {
			break
		}
		code.WriteString(strings.TrimPrefix(line, "\t"))
	}
	return code.String()
}
