package setup

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// A tool is a program that the machine must have.
type tool struct {
	name, program string
	version       []string // arguments that make it print its version
	from          [2]int   // the oldest supported version: major, minor
}

// The machine's Node.js only runs npm and the first start of jsii; package.json pins the one that
// CDK runs on.
func tools() []tool {
	return []tool{
		{"Go", "go", []string{"env", "GOVERSION"}, [2]int{1, 26}},
		{"Node.js", "node", []string{"--version"}, [2]int{20, 0}},
		{"npm", "npm", []string{"--version"}, [2]int{10, 0}},
		{"Python", "python3", []string{"--version"}, [2]int{3, 10}}, // MiniStack 1.5.33 says so
	}
}

// check reports what the machine lacks, one line each.
func check(ctx context.Context, root string) error {
	needed := tools()
	errs := make([]error, len(needed))
	var group sync.WaitGroup
	for i, t := range needed {
		group.Go(func() { errs[i] = t.check(ctx, root) })
	}
	group.Wait()
	return errors.Join(errs...)
}

func (t tool) check(ctx context.Context, root string) error {
	path, err := exec.LookPath(t.program)
	if err != nil {
		return fmt.Errorf("%s is missing: no %s on PATH; install %s %d.%d or later", t.name, t.program, t.name, t.from[0], t.from[1])
	}
	cmd := exec.CommandContext(ctx, path, t.version...)
	cmd.Dir = root
	output, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %s %s: %w", t.name, path, strings.Join(t.version, " "), err)
	}
	found, ok := parseVersion(string(output))
	if !ok {
		return fmt.Errorf("%s: %s prints %q, which is not a version", t.name, path, output)
	}
	if found[0] < t.from[0] || found[0] == t.from[0] && found[1] < t.from[1] {
		return fmt.Errorf("%s is too old: %s is %d.%d; install %s %d.%d or later",
			t.name, path, found[0], found[1], t.name, t.from[0], t.from[1])
	}
	return nil
}

var version = regexp.MustCompile(`(\d+)\.(\d+)`)

// parseVersion reads major and minor from "go1.26.8", "v20.20.2", "11.19.1" or "Python 3.11.7".
func parseVersion(output string) (found [2]int, ok bool) {
	match := version.FindStringSubmatch(output)
	if match == nil {
		return found, false
	}
	for i := range found {
		number, err := strconv.Atoi(match[i+1])
		if err != nil {
			return found, false
		}
		found[i] = number
	}
	return found, true
}
