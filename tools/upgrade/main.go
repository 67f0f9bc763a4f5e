// Command upgrade moves the clone to the newest CDK:
//
//	make upgrade
//
// Every Go module that requires CDK gets the newest awscdk, and with it the jsii and constructs
// that it was released with; package.json gets the newest toolkit and the newest Node.js of its
// major version, and the peer of the benchmarks the same CDK in TypeScript. The make target then
// rewrites the goldens and shows what that changes in them. Whether to commit it is not its
// business.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

const cdk = "github.com/aws/aws-cdk-go/awscdk/v2"

func main() {
	if err := upgrade(); err != nil {
		fmt.Fprintln(os.Stderr, "upgrade:", err)
		os.Exit(1)
	}
}

func upgrade() error {
	// A release of awscdk for Go has the version of aws-cdk-lib for npm.
	library, err := run("", "npm", "view", "aws-cdk-lib", "version")
	if err != nil {
		return err
	}
	if err := goModules(library); err != nil {
		return err
	}
	pinned, err := devDependencies()
	if err != nil {
		return err
	}
	major, _, _ := strings.Cut(pinned["node"], ".")
	if err := install(".", "--save-dev", "aws-cdk@latest", "node@"+major); err != nil {
		return err
	}
	constructs, err := run("", "go", "list", "-m", "-f", "{{.Version}}", "github.com/aws/constructs-go/constructs/v10")
	if err != nil {
		return err
	}
	if err := install("test/bench/peer", "aws-cdk-lib@"+library, "constructs@"+strings.TrimPrefix(constructs, "v")); err != nil {
		return err
	}
	if pinned, err = devDependencies(); err != nil {
		return err
	}
	fmt.Printf("CDK %s, CLI %s, Node.js %s\n", library, pinned["aws-cdk"], pinned["node"])
	return changelog(library, pinned["aws-cdk"])
}

func devDependencies() (map[string]string, error) {
	text, err := os.ReadFile("package.json")
	if err != nil {
		return nil, err
	}
	var manifest struct{ DevDependencies map[string]string }
	err = json.Unmarshal(text, &manifest)
	return manifest.DevDependencies, err
}

// goModules gives CDK's version to each module that requires it, and tidies them all.
func goModules(version string) error {
	files, err := run("", "git", "ls-files", "go.mod", "*/go.mod")
	if err != nil {
		return err
	}
	folders := []string{}
	for file := range strings.FieldsSeq(files) {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if !bytes.Contains(text, []byte(cdk+" v")) {
			continue
		}
		folder := filepath.Dir(file)
		folders = append(folders, folder)
		if _, err := run(folder, "go", "get", cdk+"@v"+version); err != nil {
			return err
		}
	}
	for _, folder := range folders {
		if _, err := run(folder, "go", "mod", "tidy"); err != nil {
			return err
		}
	}
	return nil
}

func install(folder string, arguments ...string) error {
	_, err := run(folder, "npm", append([]string{"install", "--package-lock-only", "--save-exact", "--no-audit", "--no-fund"}, arguments...)...)
	return err
}

// changelog says of the version that is not released yet what it is built on, in its row of the
// table of versions.
func changelog(library, toolkit string) error {
	text, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return err
	}
	row := regexp.MustCompile(`(?m)^(\| Unreleased \| \S+ \| \S+ to )\S+ \| \S+ \|`)
	if !row.Match(text) {
		return fmt.Errorf("CHANGELOG.md does not say what is built on: add a row of Unreleased to its table of versions")
	}
	minor := library[:strings.LastIndex(library, ".")]
	return os.WriteFile("CHANGELOG.md", row.ReplaceAll(text, []byte("${1}"+minor+" | "+toolkit+" |")), 0o644)
}

// run runs a command in a module by itself, outside the workspace.
func run(folder, name string, arguments ...string) (string, error) {
	cmd := exec.CommandContext(context.Background(), name, arguments...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOWORK=off")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(arguments, " "), err, stderr.String())
	}
	return strings.TrimSpace(string(out)), nil
}
