package templatecheck

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// An engine stands in for CDK's: it finds each line of a template that begins with "bad", and
// counts what it is shown.
type engine struct{ shown []string }

func (e *engine) Name() *string       { return jsii.String("engine") }
func (e *engine) Version() *string    { return jsii.String("1.2.3") }
func (e *engine) RuleIds() *[]*string { return nil } //nolint:revive // CDK names it

func (e *engine) Validate(context awscdk.IPolicyValidationContext) *awscdk.PolicyValidationPluginReport {
	violations := []*awscdk.PolicyViolation{}
	for _, s := range *context.StackTemplates() {
		e.shown = append(e.shown, *s.StackConstructPath)
		text, err := os.ReadFile(*s.TemplatePath)
		if err != nil {
			panic(err)
		}
		for line := range strings.Lines(string(text)) {
			if rule, ok := strings.CutPrefix(strings.TrimSpace(line), "bad "); ok {
				violations = append(violations, &awscdk.PolicyViolation{
					RuleName: &rule, Description: jsii.String("it is bad: " + rule), Severity: jsii.String("error"), Fix: jsii.String("mind " + rule),
					RuleMetadata: &map[string]*string{"category": jsii.String("test")},
					ViolatingResources: &[]*awscdk.PolicyViolatingResource{{
						ResourceLogicalId: jsii.String("Thing"), TemplatePath: s.TemplatePath, Locations: jsii.Strings("Properties.A"),
					}},
				})
			}
		}
	}
	return &awscdk.PolicyValidationPluginReport{Success: jsii.Bool(len(violations) == 0), Violations: &violations}
}

// A synthesis is what CDK passes to a plugin.
type synthesis struct {
	stacks []*awscdk.PolicyValidationStack
}

func (s *synthesis) AccountId() *string                               { return nil } //nolint:revive // CDK names it
func (s *synthesis) Region() *string                                  { return nil }
func (s *synthesis) AppConstruct() constructs.IConstruct              { return nil }
func (s *synthesis) TemplatePaths() *[]*string                        { return nil }
func (s *synthesis) StackTemplates() *[]*awscdk.PolicyValidationStack { return &s.stacks }

// A bench checks templates in runs that share a folder of findings.
type bench struct {
	*testing.T
	folder    string
	templates map[string]string
}

func newBench(t *testing.T) *bench {
	return &bench{T: t, folder: filepath.Join(t.TempDir(), "findings"), templates: map[string]string{
		"a": "fine", "b": "bad E1\nbad E2", "c": "bad E2",
	}}
}

// run is one synthesis. It returns the report as JSON without the folder of the templates, and the
// stacks that the engine was shown.
func (b *bench) run(change func(*Plugin)) (report string, shown []string) {
	b.Helper()
	e := &engine{}
	p := &Plugin{cache: cache{b.folder}, rules: "rules", engine: func() awscdk.IPolicyValidationPlugin { return e }}
	if change != nil {
		change(p)
	}
	dir := b.TempDir()
	var s synthesis
	for _, name := range []string{"a", "b", "c"} {
		file := filepath.Join(dir, name+".template.json")
		if err := os.WriteFile(file, []byte(b.templates[name]), 0o600); err != nil {
			b.Fatal(err)
		}
		s.stacks = append(s.stacks, &awscdk.PolicyValidationStack{StackConstructPath: &name, TemplatePath: &file})
	}
	text, err := json.MarshalIndent(p.Validate(&s), "", " ")
	if err != nil {
		b.Fatal(err)
	}
	if got := value(p.Version()); got != "1.2.3" {
		b.Errorf("the version of the rules is %q, want the engine's", got)
	}
	if err := p.Save(); err != nil {
		b.Fatal(err)
	}
	return strings.ReplaceAll(string(text), dir, ""), e.shown
}

func (b *bench) wantShown(got []string, want ...string) {
	b.Helper()
	if !reflect.DeepEqual(got, want) {
		b.Errorf("the engine was shown %q, want %q", got, want)
	}
}

func TestOnlyNewTemplatesAreShownToTheEngine(t *testing.T) {
	b := newBench(t)
	cold, shown := b.run(nil)
	b.wantShown(shown, "a", "b", "c")
	warm, shown := b.run(nil)
	b.wantShown(shown)
	if cold != warm {
		t.Errorf("warm\n%s\ncold\n%s", warm, cold)
	}
	b.templates["b"] = "bad E1\nbad E3"
	_, shown = b.run(nil)
	b.wantShown(shown, "b")
	b.templates["b"] = "bad E1\nbad E2"
	again, shown := b.run(nil)
	b.wantShown(shown)
	if again != cold {
		t.Errorf("again\n%s\ncold\n%s", again, cold)
	}
}

func TestReportGroupsByRuleAcrossStacks(t *testing.T) {
	report, _ := newBench(t).run(nil)
	var got awscdk.PolicyValidationPluginReport
	if err := json.Unmarshal([]byte(report), &got); err != nil {
		t.Fatal(err)
	}
	if *got.Success || len(*got.Violations) != 2 {
		t.Fatalf("got %s, want a failure with two rules", report)
	}
	resources := *(*got.Violations)[1].ViolatingResources
	if len(resources) != 2 || *resources[0].TemplatePath != "/b.template.json" || *resources[1].TemplatePath != "/c.template.json" {
		t.Errorf("E2 is violated by %+v, want one resource in b and one in c", resources)
	}
}

func TestHashesOfAssetsAreNoPartOfATemplate(t *testing.T) {
	b := newBench(t)
	b.templates["a"] = `{"S3Key": "` + strings.Repeat("0a", 32) + `.zip"}`
	b.run(nil)
	b.templates["a"] = `{"S3Key": "` + strings.Repeat("f7", 32) + `.zip"}`
	_, shown := b.run(nil)
	b.wantShown(shown)
	b.templates["a"] = `{"S3Key": "` + strings.Repeat("f7", 31) + `.zip"}`
	_, shown = b.run(nil)
	b.wantShown(shown, "a")
}

func TestFindingsThatQuoteAnAssetAreNotRemembered(t *testing.T) {
	b := newBench(t)
	for _, hash := range []string{strings.Repeat("0a", 32), strings.Repeat("f7", 32)} {
		b.templates["a"] = "bad " + hash
		report, shown := b.run(nil)
		if !strings.Contains(report, hash) {
			t.Errorf("%s is not in the report", hash)
		}
		if len(shown) == 0 || shown[0] != "a" {
			t.Errorf("the engine was shown %q, want a", shown)
		}
	}
}

func TestOtherRulesAreAMiss(t *testing.T) {
	b := newBench(t)
	b.run(nil)
	_, shown := b.run(func(p *Plugin) { p.rules = "other rules" })
	b.wantShown(shown, "a", "b", "c")
}

func TestWithoutAFolderNothingIsRemembered(t *testing.T) {
	b := newBench(t)
	b.folder = ""
	b.run(nil)
	_, shown := b.run(nil)
	b.wantShown(shown, "a", "b", "c")
}

func TestKeyTellsStacksApart(t *testing.T) {
	base := stack{path: "p", template: "t.json", account: "1", region: "r"}
	keys := map[string]string{}
	for name, s := range map[string]stack{
		"base": base, "path": {"q", "t.json", "1", "r"}, "account": {"p", "t.json", "2", "r"}, "region": {"p", "t.json", "1", "s"},
		"type": {"p", "t.yaml", "1", "r"}, "shifted": {"p", "t.json", "1r", ""},
	} {
		k := key("rules", s, []byte("template"))
		if other, ok := keys[k]; ok {
			t.Errorf("%s has the key of %s", name, other)
		}
		keys[k] = name
	}
	moved := base
	moved.template = "/elsewhere/t.json"
	if key("rules", moved, []byte("template")) != key("rules", base, []byte("template")) {
		t.Error("the key depends on the folder of the template")
	}
}
