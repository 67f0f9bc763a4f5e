package lifecycle

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/document"
	"example.com/alb-lambda/test/internal/stage"
	"github.com/rogpeppe/go-internal/testscript"
)

// session has the commands of all documents, in an order in which a user could type them.
const session = "testdata/documents.txtar"

// elsewhere has the commands that the session leaves out, each with what runs it. The flags of all
// of them are held to the programs by the tests of test/docs.
var elsewhere = map[string]string{
	"npm ci":                              "TestMain runs it, through local/setup, where node_modules is missing or stale",
	"make test":                           "it is what runs this test",
	"go run ./compare --aws --stage prod": "it does not work on an emulator; TestCommands of test/docs",
	"AWS_REGION=eu-central-1 npx cdk deploy --all -c stage=prod -c protect=true": "the session has it with the other region; " +
		"TestCommands of test/docs",
	"make serve":                                                 "TestServe of local/serve runs the program, on an app of its own",
	"curl 'http://127.0.0.1:8080/echo?a=1'":                      "TestServe of local/serve sends requests, on a free port",
	"go run ./local serve --stage prod":                          "TestServe of local/serve; TestCommands of test/docs has the flag",
	"go run ./local serve --app test/consumer":                   "TestServe of test/consumer",
	"go run ./local serve --app examples/shop":                   "TestExamples of examples",
	"AWS_PROFILE=sandbox AWS_REGION=eu-central-1 make prove-aws": "it needs an account; TestEmulator and TestLocal of test/aws run the same steps",
	"make prove-aws ARGS=\"--on local --yes\"":                   "TestLocal of test/aws",
	"make lint":       "make test begins with it",
	"make test-quick": "TestScripts/rename of test/script",
	`make rename MODULE=github.com/you/alb-lambda && git commit --all --message "Our own path"`: "TestScripts/rename of test/script",
	"make release VERSION=0.1.0 && git push --atomic origin HEAD --tags":                        "TestScripts/rename of test/script",
	"go get github.com/you/alb-lambda@v0.1.0 && go mod tidy":                                    "TestScripts/rename of test/script",
}

// TestDocuments runs the commands of the documents on an emulator. It sets what a user with an
// account has: a profile, yes to the toolkit's questions, an application that fits this machine,
// and the way from AWS's names to the emulator.
func TestDocuments(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(awsCLI()); err != nil {
		t.Fatalf("the AWS CLI is missing: %v; make lifecycle installs it", err)
	}
	written := commands(t)
	copied := copyClone(t)
	e := stage.New(t, copied)
	replace(t, filepath.Join(copied, "cdk.json"), `"context": {`, `"context": {"architecture": "`+emulator.Architecture()+`",`)
	must(t, os.WriteFile(filepath.Join(copied, "picture.png"), []byte("\x89PNG\r\n\x1a\n"), 0o644))
	testscript.Run(t, testscript.Params{
		Files:               []string{session},
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Vars = append(environment(t, e), "WORK="+env.WorkDir, "CLONE="+copied, "EMULATOR_REGION="+emulator.Region)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"doc": func(ts *testscript.TestScript, _ bool, args []string) {
				command, err := find(written, args[0])
				ts.Check(err)
				ts.Logf("%s", command)
				ts.Check(shell(ts, command))
			},
			"shell": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(shell(ts, strings.Join(args, " ")))
			},
		},
	})
}

// shell runs a command in a shell that has what the ones before it exported or assigned, as a
// user's has. Its output on both streams is standard output.
func shell(ts *testscript.TestScript, command string) error {
	variables := ts.MkAbs(ts.Getenv("WORK") + "/variables")
	return ts.Exec("bash", "-o", "pipefail", "-c", "exec 2>&1 </dev/null\n"+
		"if [ -e "+variables+" ]; then . "+variables+"; fi\n"+
		"set -a\n"+command+"\nset +a -- $?\nexport -p >"+variables+"\nexit $1")
}

// TestDocumentsAreCovered finds the command that nobody runs.
func TestDocumentsAreCovered(t *testing.T) {
	written := commands(t)
	text, err := os.ReadFile(session)
	must(t, err)
	var run []string
	for _, line := range regexp.MustCompile(`(?m)^doc '(.*)'$`).FindAllStringSubmatch(string(text), -1) {
		command, err := find(written, strings.ReplaceAll(line[1], "''", "'"))
		must(t, err)
		run = append(run, command)
	}
	for _, command := range written {
		_, other := elsewhere[command]
		if !other && !slices.Contains(run, command) {
			t.Errorf("no test runs this command: put it into "+session+"\n%s", command)
		}
	}
	for command := range elsewhere {
		if !slices.Contains(written, command) {
			t.Errorf("no document has this command any more: %s", command)
		}
	}
}

// awsCLI is what the Makefile installs from requirements.txt.
func awsCLI() string { return filepath.Join(root, ".local", "venv-aws", "bin", "aws") }

// commands lists the commands of all documents, each once.
func commands(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, name := range document.Names {
		text, err := os.ReadFile(filepath.Join(root, name))
		must(t, err)
		for _, block := range document.Blocks(string(text)) {
			if block.Language == "sh" {
				all = append(all, block.Commands()...)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// find finds the one command that is, or begins with, a text.
func find(written []string, begins string) (string, error) {
	if slices.Contains(written, begins) {
		return begins, nil
	}
	var found []string
	for _, command := range written {
		if strings.HasPrefix(command, begins) {
			found = append(found, command)
		}
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%d commands of the documents begin with %q, want one: %q", len(found), begins, found)
	}
	return found[0], nil
}
