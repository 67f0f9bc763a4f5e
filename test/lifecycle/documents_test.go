package lifecycle

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/document"
	"example.com/alb-lambda/test/internal/stage"
)

// A line is a command of a document, run as it is written there.
type line struct {
	// begins is the command, or as much of its beginning as no other has.
	begins string
	// says are texts that must be in the command's output.
	says []string
}

// story has the commands of all documents, in an order in which a user could type them. One shell
// runs all of them on one emulator. A command that is in several documents is run once.
var story = []line{
	{"make local", []string{`"integrationType": "apigw"`, `"integrationType": "alb"`, "stage dev is up"}},
	{"make compare", []string{"the page: file://"}},
	{"go run ./compare -X PUT", []string{"PUT", "/echo/a%2Fb", "the page: file://"}},
	{"go run ./compare --differences", []string{"API Gateway"}},
	{"go run ./compare --json", []string{`"comparisons": [`}},

	{"export AWS_PROFILE=my-profile", nil},
	{"export AWS_REGION=eu-central-1", nil},
	{"npx cdk bootstrap", []string{"bootstrapped"}},
	{"npx cdk diff", []string{"Number of stacks with differences: 0"}},
	{"npx cdk deploy --all --outputs-file .local/outputs.json", []string{"EchoURL"}},
	{`curl -s "$(npx node -p "require('./.local/outputs.json')['echo-api-dev'].APIURL")"`, []string{`"integrationType":"apigw"`}},
	{`curl -s "$(npx node -p "require('./.local/outputs.json')['alb-lambda-dev'].EchoURL")"`, []string{`"integrationType":"alb"`}},

	{"npx cdk deploy --all", []string{"no changes"}},
	{`curl "$(aws cloudformation describe-stacks --stack-name echo-api-dev`, []string{`"integrationType":"apigw"`}},
	{`curl "$(aws cloudformation describe-stacks --stack-name alb-lambda-dev`, []string{`"integrationType":"alb"`}},

	{"npx cdk deploy --all -c monitoring=true", []string{"monitoring-dev.Dashboard"}},
	{`curl "$(aws cloudformation describe-stacks --stack-name alb-lambda-dev`, []string{`"integrationType":"alb"`}},
	{"npx cdk deploy --all -c monitoring=true -c alarmEmail=ops@example.com", []string{"monitoring-dev"}},
	{"group=$(", nil},
	{"aws logs filter-log-events", []string{"START RequestId"}},
	{"workgroup=$(", nil},
	{"query=$(", nil},
	{"until aws athena", []string{"SUCCEEDED"}},
	{"aws athena get-query-results", nil},
	{"npx cdk destroy monitoring-dev -c monitoring=true", []string{"monitoring-dev: destroyed"}},
	{"npx cdk destroy --all", []string{"alb-lambda-dev: destroyed", "network-dev: destroyed"}},

	{"AWS_REGION=us-east-1 npx cdk bootstrap", []string{"bootstrapped"}},
	{"AWS_REGION=us-east-1 npx cdk deploy --all -c stage=prod -c protect=true", []string{"alb-lambda-prod.EchoURL"}},
	{"npx cdk deploy --all -c stage=prod -c protect=true", []string{"alb-lambda-prod"}},
	{"npx cdk deploy --all -c stage=prod -c protect=false", []string{"alb-lambda-prod"}},
	{"npx cdk destroy --all -c stage=prod", []string{"alb-lambda-prod: destroyed"}},

	{"make local-down", []string{"all is down"}},
}

// elsewhere has the commands that the story leaves out, each with what runs it. The flags of all of
// them are held to the programs by the tests of test/docs.
var elsewhere = map[string]string{
	"npm ci":                              "TestMain runs it, through local/setup, where node_modules is missing or stale",
	"make test":                           "it is what runs this test",
	"go run ./compare --aws --stage prod": "it does not work on an emulator; TestCommands of test/docs",
	"AWS_REGION=eu-central-1 npx cdk deploy --all -c stage=prod -c protect=true": "the story has it with the other region; " +
		"TestCommands of test/docs",
	"make lint":       "make test begins with it",
	"make test-quick": "TestScripts/rename of test/script",
	"make rename MODULE=github.com/you/alb-lambda": "TestScripts/rename of test/script",
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
	sh := openShell(t, copied, environment(t, e))
	for _, s := range story {
		command := find(t, written, s.begins)
		code, output := sh.run(t, command)
		if code != 0 {
			t.Fatalf("exit %d: %s\n%s", code, command, output)
		}
		for _, want := range s.says {
			if !strings.Contains(output, want) {
				t.Fatalf("%q is not in the output of %s:\n%s", want, command, output)
			}
		}
		switch {
		case command == "export AWS_REGION=eu-central-1":
			sh.run(t, "export AWS_REGION="+emulator.Region) // where the emulator's gaps are bridged
		case strings.Contains(command, "npx cdk deploy"):
			must(t, e.Bridge(t.Context()))
		}
	}
}

// TestDocumentsAreCovered finds the command that nobody runs.
func TestDocumentsAreCovered(t *testing.T) {
	written := commands(t)
	var run []string
	for _, s := range story {
		run = append(run, find(t, written, s.begins))
	}
	for _, command := range written {
		_, other := elsewhere[command]
		if !other && !slices.Contains(run, command) {
			t.Errorf("no test runs this command: put it into the story\n%s", command)
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
func find(t *testing.T, written []string, begins string) string {
	t.Helper()
	if slices.Contains(written, begins) {
		return begins
	}
	var found []string
	for _, command := range written {
		if strings.HasPrefix(command, begins) {
			found = append(found, command)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d commands of the documents begin with %q, want one: %q", len(found), begins, found)
	}
	return found[0]
}

// environment is that of a user who has an account, which is the emulator.
func environment(t *testing.T, e *emulator.Emulator) []string {
	t.Helper()
	home := t.TempDir()
	config := filepath.Join(home, "config")
	must(t, os.WriteFile(config, []byte("[profile my-profile]\naws_access_key_id = test\naws_secret_access_key = test\n"), 0o600))
	curl := "silent\nshow-error\nfail\ninsecure\n" +
		"connect-to = \":443:" + strings.TrimPrefix(secureFront(t, e), "https://") + "\"\n" +
		"connect-to = \":80:" + strings.TrimPrefix(e.URL(), "http://") + "\"\n"
	must(t, os.WriteFile(filepath.Join(home, ".curlrc"), []byte(curl), 0o600))
	env := slices.DeleteFunc(e.Env(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		// The keys are in the profile; and make, which may have started this test, would hand its
		// own arguments on.
		return slices.Contains([]string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS"}, name)
	})
	return append(env,
		fmt.Sprintf("ARGS=--port %d", e.Port), // make's
		"AWS_CONFIG_FILE="+config,
		"CDK_FORCE=true", "CDK_REQUIRE_APPROVAL=never",
		"CURL_HOME="+home,
		"PATH="+filepath.Dir(awsCLI())+":"+filepath.Join(root, "node_modules", ".bin")+":"+os.Getenv("PATH"),
	)
}

// secureFront serves HTTPS for the names of REST APIs on AWS, which the emulator serves by HTTP
// below a path.
func secureFront(t *testing.T, e *emulator.Emulator) string {
	t.Helper()
	to, err := url.Parse(e.URL())
	must(t, err)
	front := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		id, _, _ := strings.Cut(r.In.Host, ".")
		r.SetURL(to)
		r.Out.URL.Path = "/_aws/execute-api/" + id + r.In.URL.Path
		r.Out.Host = to.Host
	}, Transport: http.DefaultTransport})
	t.Cleanup(front.Close)
	return front.URL
}
