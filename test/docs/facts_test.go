package docs

import (
	"context"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/settings"
)

// flat is a text without line breaks.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// TestFacts holds sentences that were wrong once, or that a change of AWS or GitHub made wrong:
// what each page has to say, and what it must not say again.
func TestFacts(t *testing.T) {
	for _, fact := range []struct {
		page      string
		says, not []string
	}{
		// https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens
		{deployPage, []string{
			"| since 15 July 2026 | `repo:my-organisation@123456/my-repository@456789:environment:dev` |",
			"| older | `repo:my-organisation/my-repository:environment:dev` |",
			"gh api repos/my-organisation/my-repository --jq '[.owner.id, .id]'",
		}, nil},
		// https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
		{deployPage, []string{"restricted to `main`", "--cloudformation-execution-policies", "an administrator unless you bootstrap",
			"reads the whole account"}, []string{"so that a pull request cannot have it", "reads templates and changes nothing"}},
		{deployPage, []string{"Its settings are those of [`cdk.json`](settings.md#settings-of-a-stage)"}, nil},
		{deployPage, []string{"leaves that stack behind", "npx cdk destroy monitoring-dev -c monitoring=true"}, nil},
		{deployPage, []string{"at least one public IPv4 address in each of its zones", "5 in a region", "reserve none of them",
			"`aws-us-gov` and `aws-cn`"}, nil},
		// The narrower choices for both roles.
		{deployPage, []string{"arn:aws:iam::123456789012:policy/cdk-execution", "`cloudformation:GetTemplate` on the stacks of the stage, without the lookup role"}, nil},
		// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
		// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
		{"docs/events.md", []string{"| body limit | 6 MB in and out: API Gateway accepts 10 MB, Lambda 6 MB | 1 MB in, 1 MB out |",
			"| slowest response | 29 seconds, a quota that can be raised for Regional APIs | the function's timeout |"},
			[]string{"10 MB in, 6 MB out"}},
	} {
		text := flat(read(t, fact.page))
		for _, want := range fact.says {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", fact.page, want)
			}
		}
		for _, wrong := range fact.not {
			if strings.Contains(text, wrong) {
				t.Errorf("%s says %q", fact.page, wrong)
			}
		}
	}
	untrue := regexp.MustCompile(`(?i)10 MB bodies|costs? cents|removes everything|deploys? anywhere|so that a pull request cannot have it|` +
		`reads templates and changes nothing`)
	for _, name := range append(tracked(t, "docs/*.md"), "README.md", "CONTRIBUTING.md", "SECURITY.md") {
		if wrong := untrue.FindString(flat(read(t, name))); wrong != "" {
			t.Errorf("%s says %q", name, wrong)
		}
	}
}

// TestWorkflowDeploysWithTheSettingsOfTheStage sees that a deployment by CI takes no setting back,
// that its job names an environment, and that runs on one branch wait for each other.
func TestWorkflowDeploysWithTheSettingsOfTheStage(t *testing.T) {
	text := read(t, workflow)
	if commands := regexp.MustCompile(`npx cdk (?:deploy|diff).*`).FindAllString(text, -1); len(commands) != 2 {
		t.Errorf("the workflow has the commands %q, want a diff and a deployment", commands)
	} else {
		for _, command := range commands {
			if options := strings.Count(command, " -c "); options != 1 || !strings.Contains(command, ` -c "stage=$STAGE"`) {
				t.Errorf("%s: it is to give the stage, and leave the settings to cdk.json", command)
			}
		}
	}
	head, jobs, _ := strings.Cut(text, "\njobs:\n")
	if !strings.Contains(head, "\nconcurrency:\n") {
		t.Error("the workflow has no concurrency group")
	}
	_, deploy, _ := strings.Cut(jobs, "\n  deploy:\n")
	if !strings.Contains(deploy, "\n    environment: ") {
		t.Error("the job that deploys names no environment, which the role's trust requires")
	}
}

// TestCIRunsNothingTwice expands what the test job of the workflow runs to the targets of the
// Makefile, with what each depends on.
func TestCIRunsNothingTwice(t *testing.T) {
	makefile := read(t, "Makefile")
	_, job, _ := strings.Cut(read(t, workflow), "\n  test:\n")
	job, _, _ = strings.Cut(job, "\n  diff:\n")
	runs := map[string]int{}
	var count func(target string)
	count = func(target string) {
		runs[target]++
		rule := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(target) + `:([^#|\n]*)[^\n]*\n((?:\t.*\n)*)`).FindStringSubmatch(makefile)
		if rule == nil {
			return // a file
		}
		for dependency := range strings.FieldsSeq(rule[1]) {
			if !strings.Contains(dependency, "/") { // files are made once
				count(dependency)
			}
		}
		for _, call := range regexp.MustCompile(`\$\(MAKE\) --no-print-directory ([a-z-]+)`).FindAllStringSubmatch(rule[2], -1) {
			count(call[1])
		}
	}
	commands := regexp.MustCompile(`(?m)^(?:\s*- run: )?make ([a-z-]+)$`)
	script := read(t, ".ci/run")
	for range strings.Count(job, ".ci/run") {
		for _, call := range commands.FindAllStringSubmatch(script, -1) {
			count(call[1])
		}
	}
	for _, call := range commands.FindAllStringSubmatch(job, -1) {
		count(call[1])
	}
	if len(runs) < 8 {
		t.Errorf("only these targets were found: %v", runs)
	}
	for target, n := range runs {
		if n > 1 {
			t.Errorf("CI runs %s %d times", target, n)
		}
	}
}

// TestLogSize measures what the table of costs takes for the log of a request: the function's own
// line, since Lambda's START, END and REPORT are below the level that is kept.
func TestLogSize(t *testing.T) {
	const (
		id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"
		// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogEvents.html
		perEvent = 26
		stated   = 230
	)
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = writer
	handler := httpevent.NewHandler(func(context.Context, *httpevent.Request) (*httpevent.Response, error) {
		return &httpevent.Response{StatusCode: 200}, nil
	}, nil)
	os.Stdout = stdout
	_, err = handler.Append(t.Context(), nil, []byte(`{"requestContext":{"elb":{"targetGroupArn":"a"}},"httpMethod":"GET","path":"/echo","headers":{"host":"h"},"body":"","isBase64Encoded":false}`))
	_ = writer.Close()
	if err != nil {
		t.Fatal(err)
	}
	line, err := io.ReadAll(reader)
	if err != nil || len(line) == 0 {
		t.Fatalf("the function logged %q: %v", line, err)
	}
	got := len(line) + len(id) + perEvent // the request's id is empty outside Lambda
	if got < stated-10 || got > stated+10 {
		t.Errorf("a request writes %d bytes of logs, and the page says %d", got, stated)
	}
}

// TestSettingsHaveARow compares the table of settings with the keys that the application lists to
// someone who misspells one.
func TestSettingsHaveARow(t *testing.T) {
	_, err := settings.Context{"zzzzzzzz": 1}.Config()
	_, list, found := strings.Cut(err.Error(), "the keys are ")
	if !found {
		t.Fatalf("no list of keys in %v", err)
	}
	_, table, _ := strings.Cut(read(t, "docs/settings.md"), "\n|---|")
	documented := []string{}
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|").FindAllStringSubmatch(table, -1) {
		for key := range strings.SplitSeq(row[1], ", ") {
			documented = append(documented, strings.Trim(key, "`"))
		}
	}
	slices.Sort(documented)
	if want := strings.Split(list, ", "); !slices.Equal(documented, want) {
		t.Errorf("the table has %v, the application %v", documented, want)
	}
}
