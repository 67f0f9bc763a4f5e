package templatecheck

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// A Plugin checks templates as CDK does, and remembers the findings. CDK_VALIDATION=false must be
// in the environment before jsii starts: it switches off the check that CDK adds by itself.
type Plugin struct {
	cache   cache
	rules   string
	engine  func() awscdk.IPolicyValidationPlugin
	version *string
	fresh   []*findings
}

// New returns a plugin that keeps its findings in folder; an empty folder keeps none. Rules are
// those that CDK's plugin is created with, nil for its own alone.
func New(folder string, rules *awscdk.CloudFormationValidatePluginProps) (*Plugin, error) {
	text, err := json.Marshal(rules)
	if err != nil {
		return nil, err
	}
	cdk := cdkVersion()
	if cdk == "" {
		folder = "" // whose findings they would be is not known
	}
	return &Plugin{
		cache:  cache{folder},
		rules:  cdk + " " + string(text),
		engine: func() awscdk.IPolicyValidationPlugin { return awscdk.NewCloudFormationValidatePlugin(rules) },
	}, nil
}

// Name is that of CDK's own plugin: acknowledgements name it, and CDK treats its findings as the
// flag validateAgainstDefaultRules says.
func (p *Plugin) Name() *string { return awscdk.CloudFormationValidatePlugin_PLUGIN_NAME() }

// Version is that of CDK's rules.
func (p *Plugin) Version() *string { return p.version }

// RuleIds would be for analytics; naming them would create the engine.
func (p *Plugin) RuleIds() *[]*string { return nil } //nolint:revive // CDK names it

// A stack is what is known of a template before it is read.
type stack struct{ path, template, account, region string }

// Validate is called by CDK when all templates are written. It changes no file: CDK would take that
// for tampering with its output. [Plugin.Save] writes what is new.
func (p *Plugin) Validate(context awscdk.IPolicyValidationContext) *awscdk.PolicyValidationPluginReport {
	report := merged{}
	var engine awscdk.IPolicyValidationPlugin
	for _, given := range *context.StackTemplates() {
		s := stack{path: *given.StackConstructPath, template: *given.TemplatePath, account: value(given.AccountId), region: value(given.Region)}
		template, err := os.ReadFile(s.template)
		if err != nil {
			panic(fmt.Errorf("check of the templates: %w", err))
		}
		key := key(p.rules, s, template)
		known := p.cache.get(key)
		if known == nil {
			if engine == nil {
				engine = p.engine()
			}
			known = read(engine.Validate(&one{given, context.AppConstruct()}))
			known.Key, known.Version = key, value(engine.Version())
			p.fresh = append(p.fresh, known)
		}
		p.version = &known.Version
		report.add(s.template, known.Found)
	}
	return report.report()
}

// Save writes the new findings, once CDK has ended its synthesis.
func (p *Plugin) Save() error {
	if p.cache.folder == "" || len(p.fresh) == 0 {
		return nil
	}
	var err error
	for _, f := range p.fresh {
		if !f.mentionsAsset() {
			err = errors.Join(err, p.cache.put(f))
		}
	}
	p.fresh = nil
	return errors.Join(err, p.cache.prune())
}

// one is the context of one stack alone.
type one struct {
	stack *awscdk.PolicyValidationStack
	root  constructs.IConstruct
}

func (o *one) AccountId() *string                  { return o.stack.AccountId } //nolint:revive // CDK names it
func (o *one) Region() *string                     { return o.stack.Region }
func (o *one) AppConstruct() constructs.IConstruct { return o.root }
func (o *one) TemplatePaths() *[]*string           { return &[]*string{o.stack.TemplatePath} }
func (o *one) StackTemplates() *[]*awscdk.PolicyValidationStack {
	return &[]*awscdk.PolicyValidationStack{o.stack}
}

// read takes the findings out of a report on one stack.
func read(report *awscdk.PolicyValidationPluginReport) *findings {
	f := &findings{}
	for _, v := range *report.Violations {
		found := finding{Rule: value(v.RuleName), Description: value(v.Description), Severity: v.Severity, Fix: v.Fix}
		if v.RuleMetadata != nil {
			found.Metadata = *v.RuleMetadata
		}
		for _, r := range *v.ViolatingResources {
			known := resource{LogicalID: r.ResourceLogicalId, ConstructPath: r.ConstructPath, Locations: []string{}}
			for _, l := range *r.Locations {
				known.Locations = append(known.Locations, *l)
			}
			found.Resources = append(found.Resources, known)
		}
		f.Found = append(f.Found, found)
	}
	return f
}

// merged are the findings of several templates, grouped by rule and severity as CDK's plugin groups
// them.
type merged struct{ violations []*awscdk.PolicyViolation }

func (m *merged) add(template string, found []finding) {
	for _, f := range found {
		at := slices.IndexFunc(m.violations, func(v *awscdk.PolicyViolation) bool {
			return *v.RuleName == f.Rule && value(v.Severity) == value(f.Severity)
		})
		if at < 0 {
			violation := &awscdk.PolicyViolation{
				RuleName: &f.Rule, Description: &f.Description, Severity: f.Severity, Fix: f.Fix, ViolatingResources: &[]*awscdk.PolicyViolatingResource{},
			}
			if f.Metadata != nil {
				violation.RuleMetadata = &f.Metadata
			}
			at, m.violations = len(m.violations), append(m.violations, violation)
		}
		resources := m.violations[at].ViolatingResources
		for _, r := range f.Resources {
			*resources = append(*resources, &awscdk.PolicyViolatingResource{
				ResourceLogicalId: r.LogicalID, ConstructPath: r.ConstructPath, TemplatePath: &template, Locations: jsii.Strings(r.Locations...),
			})
		}
	}
}

// report fails for an error, as that of CDK's plugin does.
func (m *merged) report() *awscdk.PolicyValidationPluginReport {
	failed := slices.ContainsFunc(m.violations, func(v *awscdk.PolicyViolation) bool {
		severity := value(v.Severity)
		return severity == "error" || severity == "fatal"
	})
	if m.violations == nil {
		m.violations = []*awscdk.PolicyViolation{}
	}
	return &awscdk.PolicyValidationPluginReport{Success: jsii.Bool(!failed), Violations: &m.violations}
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
