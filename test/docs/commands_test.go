package docs

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"example.com/alb-lambda/test/internal/document"
)

// TestCommands holds the commands of all documents and of the workflow, in blocks and in the text,
// to the shell's syntax and to what the pinned programs know: commands, flags, targets, packages.
// What they do is proved in test/lifecycle, which runs them on the emulator; what AWS makes of
// them, only AWS can say.
func TestCommands(t *testing.T) {
	var all []string
	for _, name := range documents(t) {
		text := read(t, name)
		for _, block := range document.Blocks(text) {
			if block.Language == "sh" {
				all = append(all, block.Commands()...)
			}
		}
		for _, code := range inlineCode.FindAllStringSubmatch(document.Prose(text), -1) {
			all = append(all, strings.ReplaceAll(code[1], "\n", " "))
		}
	}
	all = append(all, strings.Split(read(t, workflow), "\n")...)

	known := programs{help: map[string]string{}}
	count := map[string]int{}
	for _, command := range all {
		for _, p := range parts {
			for _, found := range p.pattern.FindAllStringSubmatch(command, -1) {
				count[p.name]++
				p.check(t, &known, found[1], found[2])
			}
		}
	}
	for name, least := range map[string]int{"cdk": 20, "go run": 8, "make": 10, "go doc": 2} {
		if count[name] < least {
			t.Errorf("only %d uses of %s were found", count[name], name)
		}
	}
}

// documents are those that tell a user what to type, and the pages of the examples.
func documents(t *testing.T) []string {
	t.Helper()
	return append(tracked(t, "examples/*.md"), document.Names...)
}

// TestShellSyntax has the shell read each command without running it.
func TestShellSyntax(t *testing.T) {
	for _, name := range documents(t) {
		for _, block := range document.Blocks(read(t, name)) {
			if block.Language != "sh" {
				continue
			}
			for _, command := range block.Commands() {
				check := exec.CommandContext(t.Context(), "bash", "-n")
				check.Stdin = strings.NewReader(command)
				if out, err := check.CombinedOutput(); err != nil {
					t.Errorf("%s: %v: %s in\n%s", name, err, out, command)
				}
			}
		}
	}
}

// parts of a command line that are known: what begins it, and what is left of it.
var parts = []struct {
	name    string
	pattern *regexp.Regexp
	check   func(t *testing.T, known *programs, first, rest string)
}{
	{"cdk", regexp.MustCompile(`(?:^|\s)cdk ([a-z]+)([^|#)]*)`), func(t *testing.T, known *programs, name, rest string) {
		known.flags(t, rest, "node_modules/.bin/cdk", name, "--help")
	}},
	{"go run", regexp.MustCompile(`go run (\./[\w/-]+)([^|#)]*)`), func(t *testing.T, known *programs, dir, rest string) {
		if _, err := os.Stat(dir); err != nil {
			t.Errorf("go run %s: %v", dir, err)
		} else if dir != "./lambda/bench" { // it has no flags
			known.flags(t, rest, "go", "run", dir, "--help")
		}
	}},
	{"make", regexp.MustCompile(`^make ([a-z-]+)(.*)`), func(t *testing.T, _ *programs, target, _ string) {
		if !regexp.MustCompile(`(?m)^` + target + `:.*## `).MatchString(read(t, "Makefile")) {
			t.Errorf("make has no target %s", target)
		}
	}},
	{"go doc", regexp.MustCompile(`^go doc (\S+)(.*)`), func(t *testing.T, _ *programs, name, _ string) {
		if out, err := exec.CommandContext(t.Context(), "go", "doc", name).CombinedOutput(); err != nil {
			t.Errorf("go doc %s: %v: %s", name, err, out)
		}
	}},
}

// programs has what each program says of its flags.
type programs struct{ help map[string]string }

var flags = regexp.MustCompile(`(?:^|\s)(--?[A-Za-z][a-z-]*)`)

// flags looks for the flags of a command line in the help of its program, outside of what is
// quoted.
func (p *programs) flags(t *testing.T, line string, program ...string) {
	t.Helper()
	key := strings.Join(program, " ")
	if _, ok := p.help[key]; !ok {
		out, err := exec.CommandContext(t.Context(), program[0], program[1:]...).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v: %s", key, err, out)
		}
		p.help[key] = string(out) + "\n--help"
	}
	line = regexp.MustCompile(`'[^']*'`).ReplaceAllString(line, "")
	for _, flag := range flags.FindAllStringSubmatch(line, -1) {
		if !regexp.MustCompile(`(?m)(^|[ ,])` + flag[1] + `([ ,=]|$)`).MatchString(p.help[key]) {
			t.Errorf("%s does not know %s", key, flag[1])
		}
	}
}
