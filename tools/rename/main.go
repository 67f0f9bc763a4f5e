// Command rename gives this repository's modules a path of their own:
//
//	make rename MODULE=github.com/you/thing
//
// It replaces the path of the root module, and with it that of every module below, in all files
// that Git knows, and formats what the new path puts in another order. What is not committed is
// changed too, so look at the difference with git diff. Committing is not its business.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	if len(os.Args) != 2 || os.Args[1] == "" {
		fmt.Fprintln(os.Stderr, "usage: make rename MODULE=github.com/you/thing")
		os.Exit(2)
	}
	if err := rename(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "rename:", err)
		os.Exit(1)
	}
}

// rename works in the root of the repository.
func rename(to string) error {
	file, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	module := regexp.MustCompile(`(?m)^module (\S+)$`).FindSubmatch(file)
	if module == nil {
		return fmt.Errorf("go.mod has no module directive")
	}
	from := string(module[1])
	// The go command knows what a module may be called.
	if _, err := output("go", "mod", "edit", "-module="+to, "-print"); err != nil {
		return err
	}
	names, err := output("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate")
	if err != nil {
		return err
	}
	// Neither a longer name nor a host that ends in the path.
	path := regexp.MustCompile(`(^|[^\w.-])` + regexp.QuoteMeta(from) + `($|[^\w-])`)
	var sources, modules []string
	for name := range strings.SplitSeq(strings.Trim(names, "\x00"), "\x00") {
		changed, err := replace(name, path, "${1}"+strings.ReplaceAll(to, "$", "$$")+"${2}")
		if err != nil {
			return err
		}
		switch {
		case changed && filepath.Ext(name) == ".go":
			sources = append(sources, name)
		case changed && filepath.Base(name) == "go.mod":
			modules = append(modules, name)
		}
	}
	if len(sources) > 0 {
		if _, err := output("gofmt", append([]string{"-w"}, sources...)...); err != nil {
			return err
		}
	}
	for _, module := range modules {
		if _, err := output("go", "mod", "edit", "-fmt", module); err != nil {
			return err
		}
	}
	fmt.Printf("renamed %s to %s in %d Go files and %d modules\n", from, to, len(sources), len(modules))
	return nil
}

// replace rewrites a text file, and says whether that changed anything.
func replace(name string, pattern *regexp.Regexp, with string) (changed bool, err error) {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false, nil //nolint:nilerr // deleted, and not committed yet, or a link
	}
	text, err := os.ReadFile(name)
	if err != nil || bytes.IndexByte(text, 0) >= 0 {
		return false, err
	}
	// Twice: two paths may share the character between them.
	result := pattern.ReplaceAll(pattern.ReplaceAll(text, []byte(with)), []byte(with))
	if bytes.Equal(text, result) {
		return false, nil
	}
	return true, os.WriteFile(name, result, info.Mode().Perm())
}

func output(name string, args ...string) (string, error) {
	cmd := exec.CommandContext(context.Background(), name, args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, args[0], err, strings.TrimSpace(said.String()))
	}
	return strings.TrimSpace(string(out)), nil
}
