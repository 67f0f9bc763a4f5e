// Command release turns what CHANGELOG.md calls unreleased into a version:
//
//	make release VERSION=1.2.3
//
// It runs after make test has passed. It rejects a clone with changes, a version that is not above
// the last one, a changelog without entries or without a row of compatibility, and a new major
// version that UPGRADE.md does not explain. Then it dates the changelog, sets the version with
// which the modules of this repository require each other, writes the templates that test/released
// compares with, commits, and tags each module. It pushes nothing: publishing is not its business.
package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: make release VERSION=1.2.3")
		os.Exit(2)
	}
	if err := release(os.Args[1], time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

var heading = regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+) - `)

func release(version string, now time.Time) error {
	changelog, err := check(version)
	if err != nil {
		return err
	}
	dated := strings.Replace(changelog, "\n## Unreleased\n", "\n## "+version+" - "+now.Format(time.DateOnly)+"\n", 1)
	dated = strings.Replace(dated, "\n| Unreleased |", "\n| "+version+" |", 1)
	if err := os.WriteFile("CHANGELOG.md", []byte(dated), 0o644); err != nil {
		return err
	}
	modules, err := require(version)
	if err != nil {
		return err
	}
	if _, err := run("go", "test", "-count=1", "-run", "^TestNothingReleasedIsReplaced$", "./test/released", "-update"); err != nil {
		return err
	}
	if _, err := run("git", "add", "--all"); err != nil {
		return err
	}
	if _, err := run("git", "commit", "--quiet", "--message", "Release "+version); err != nil {
		return err
	}
	for _, folder := range slices.Sorted(maps.Keys(modules)) {
		if _, err := run("git", "tag", path.Join(folder, "v"+version)); err != nil {
			return err
		}
	}
	fmt.Printf("released %s as a commit and %d tags; publish them with git push --atomic origin HEAD --tags\n", version, len(modules))
	return nil
}

// check returns the changelog of a clone that can be released.
func check(version string) (changelog string, err error) {
	next, err := parse(version)
	if err != nil {
		return "", err
	}
	changes, err := run("git", "status", "--porcelain")
	if err != nil {
		return "", err
	}
	if changes != "" {
		return "", fmt.Errorf("the clone has changes that are not committed:\n%s", changes)
	}
	text, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return "", err
	}
	changelog = string(text)
	_, unreleased, found := strings.Cut(changelog, "\n## Unreleased\n")
	unreleased, _, _ = strings.Cut(unreleased, "\n## ")
	if !found || !strings.Contains(unreleased, "\n- ") {
		return "", fmt.Errorf("CHANGELOG.md has no entries under the heading Unreleased")
	}
	if !strings.Contains(changelog, "\n| Unreleased |") {
		return "", fmt.Errorf("CHANGELOG.md has no row of Unreleased in its table of versions")
	}
	upgrade, err := os.ReadFile("UPGRADE.md")
	if err != nil {
		return "", err
	}
	explained := "\n## To " + version + "\n"
	last := []int{0, 0, 0}
	if match := heading.FindStringSubmatch(changelog); match == nil {
		explained = "\n## To the first release\n"
	} else if last, err = parse(match[1]); err != nil {
		return "", err
	}
	switch {
	case slices.Compare(next, last) <= 0:
		return "", fmt.Errorf("%s is not above the last release, %v", version, last)
	case next[0] > last[0] && !strings.Contains(string(upgrade), explained):
		return "", fmt.Errorf("%s is a new major version, and UPGRADE.md has no heading %q", version, strings.TrimSpace(explained))
	case next[0] > 1:
		// https://go.dev/ref/mod#major-version-suffixes
		return "", fmt.Errorf("%s needs modules whose paths end in /v%d: run make rename first, and extend this command", version, next[0])
	}
	return changelog, nil
}

func parse(version string) ([]int, error) {
	parts := strings.Split(version, ".")
	numbers := make([]int, len(parts))
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || len(parts) != 3 || strconv.Itoa(n) != part {
			return nil, fmt.Errorf("%q is not a version like 1.2.3", version)
		}
		numbers[i] = n
	}
	return numbers, nil
}

// require sets the version in the go.mod files with which the modules of this repository require
// each other, and returns those that others can require: folder to path.
func require(version string) (map[string]string, error) {
	files, err := run("git", "ls-files", "go.mod", "*/go.mod")
	if err != nil {
		return nil, err
	}
	directive := regexp.MustCompile(`(?m)^module (\S+)$`)
	root, published := "", map[string]string{}
	texts := map[string]string{}
	for file := range strings.FieldsSeq(files) {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		texts[file] = string(text)
		if match := directive.FindSubmatch(text); match != nil && file == "go.mod" {
			root = string(match[1])
		}
	}
	ours := regexp.MustCompile(`(?m)^(\t|require )(` + regexp.QuoteMeta(root) + `(?:/[\w/]+)?) v\S+`)
	for file, text := range texts {
		for _, match := range ours.FindAllStringSubmatch(text, -1) {
			folder := strings.TrimPrefix(strings.TrimPrefix(match[2], root), "/")
			published[folder] = match[2]
		}
		changed := ours.ReplaceAllString(text, "${1}${2} v"+version)
		if err := os.WriteFile(file, []byte(changed), 0o644); err != nil {
			return nil, err
		}
	}
	published[""] = root
	return published, nil
}

func run(name string, args ...string) (string, error) {
	cmd := exec.CommandContext(context.Background(), name, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, out, stderr.String())
	}
	return strings.TrimSpace(string(out)), nil
}
