// Package references holds every reference between stacks, of the application and of the
// constructs, against what replaces the resource referred to: CloudFormation rejects the
// replacement, or the template of the stack that refers to it changes too. What a reference is for
// is not its business.
package references

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/internal/follow"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m, cdktest.AtRoot) }

// weak is the strength that the cdk.json of this repository chooses; an app without it has strong
// references.
const strength = "@aws-cdk/core:defaultCrossStackReferences"

// reference is one that a template has to a resource of another stack.
type reference struct {
	from, to string // stacks
	id       string // of the resource
	strong   bool
}

// synth builds an app, changes it, and returns its templates.
func synth(t *testing.T, build func(awscdk.App), change func(awscdk.App), keys map[string]any) map[string]*cdktest.Template {
	t.Helper()
	context, err := cdktest.Context(keys)
	if err != nil {
		t.Fatal(err)
	}
	context["aws:cdk:bundling-stacks"] = []any{}
	if keys[strength] == "" {
		delete(context, strength)
	}
	app := cdktest.NewApp(context, t.TempDir())
	build(app)
	if change != nil {
		change(app)
	}
	return cdktest.Read(t, *app.Synth(nil).Directory(), cdktest.Suffix)
}

// between are the references from one stack to another.
func between(t *testing.T, templates map[string]*cdktest.Template) []reference {
	t.Helper()
	exports := map[string]reference{}
	for name, template := range templates {
		for _, output := range template.Outputs {
			if r, ok := cdktest.ReferenceOf(output.Value); ok && output.Export != nil {
				exports[fmt.Sprint(output.Export.Name)] = reference{to: name, id: r.Name, strong: true}
			}
		}
	}
	found := map[reference]bool{}
	for name, template := range templates {
		for _, resource := range template.Resources {
			for _, r := range cdktest.References(resource.Properties) {
				var to reference
				switch r.Function {
				case "Fn::ImportValue":
					to = exports[r.Name]
				case "Fn::GetStackOutput":
					value, ok := cdktest.ReferenceOf(templates[r.Stack].Outputs[r.Name].Value)
					if !ok {
						t.Fatalf("%s reads %s of %s, which is not a reference to a resource", name, r.Name, r.Stack)
					}
					to = reference{to: r.Stack, id: value.Name}
				default:
					continue
				}
				if to.to == "" {
					t.Fatalf("%s imports %s, which nothing exports", name, r.Name)
				}
				to.from = name
				found[to] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b reference) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
}

// set changes a property of a resource, as whoever works with the L1 construct would, and says
// whether CDK knows the property.
func set(app awscdk.App, stack, id, property string) (known bool) {
	for _, c := range *app.Node().FindChild(&stack).Node().FindAll(constructs.ConstructOrder_PREORDER) {
		r, ok := c.(awscdk.CfnResource)
		if !ok || *awscdk.Stack_Of(r).GetLogicalId(r) != id {
			continue
		}
		setter := reflect.ValueOf(r).MethodByName("Set" + property)
		if !setter.IsValid() {
			return false
		}
		var value any
		switch setter.Type().In(0) {
		case reflect.TypeFor[*string]():
			value = jsii.String("changed")
		case reflect.TypeFor[*float64]():
			value = jsii.Number(8081)
		case reflect.TypeFor[*[]*string]():
			value = jsii.Strings("changed.example.com")
		default:
			switch property {
			case "GenerateSecret", "Encrypted":
				value = jsii.Bool(false)
			case "Content":
				value = &awslambda.CfnLayerVersion_ContentProperty{S3Bucket: jsii.String("code"), S3Key: jsii.String("changed.zip")}
			case "ImportSourceSpecification":
				value = &awsdynamodb.CfnTable_ImportSourceSpecificationProperty{
					InputFormat: jsii.String("CSV"), S3BucketSource: &awsdynamodb.CfnTable_S3BucketSourceProperty{S3Bucket: jsii.String("changed")},
				}
			case "DnsOptions":
				value = &awsec2.CfnVPCEndpoint_DnsOptionsSpecificationProperty{DnsRecordIpType: jsii.String("ipv4")}
			case "DomainValidationOptions":
				value = &[]any{&awscertificatemanager.CfnCertificate_DomainValidationOptionProperty{
					DomainName: jsii.String("changed.example.com"), ValidationDomain: jsii.String("example.com"),
				}}
			case "VpcEncryptionControl":
				value = &awsec2.CfnVPC_VpcEncryptionControlProperty{Mode: jsii.String("monitor")}
			case "TenancyConfig":
				value = &awslambda.CfnFunction_TenancyConfigProperty{TenantIsolationMode: jsii.String("PER_TENANT")}
			case "ProvisionedConcurrencyConfig":
				value = &awslambda.CfnVersion_ProvisionedConcurrencyConfigurationProperty{ProvisionedConcurrentExecutions: jsii.Number(1)}
			case "RuntimePolicy":
				value = &awslambda.CfnVersion_RuntimePolicyProperty{UpdateRuntimeOn: jsii.String("Auto")}
			default:
				value = jsii.Bool(true)
			}
		}
		setter.Call([]reflect.Value{reflect.ValueOf(value)})
		return true
	}
	return false
}

// hold fails the test for each reference that goes stale in silence.
func hold(t *testing.T, build func(awscdk.App)) {
	t.Helper()
	// Without the key, every reference is strong.
	for _, r := range between(t, synth(t, build, nil, map[string]any{strength: ""})) {
		if !r.strong {
			t.Errorf("without a default in cdk.json, %s has a weak reference to %s of %s", r.from, r.id, r.to)
		}
	}
	weak := map[string]any{strength: "weak"}
	before := synth(t, build, nil, weak)
	all, followed, changed := between(t, before), 0, map[string]map[string]*cdktest.Template{}
	for _, r := range all {
		if r.strong {
			continue
		}
		kind := before[r.to].Resources[r.id].Type
		properties, ok := follow.Replacing[kind]
		if !ok {
			t.Errorf("%s refers to %s of %s: what replaces an %s is not known", r.from, r.id, r.to, kind)
		}
		for _, property := range properties {
			key := r.to + " " + r.id + "." + property
			if changed[key] == nil {
				known := false
				after := synth(t, build, func(app awscdk.App) { known = set(app, r.to, r.id, property) }, weak)
				if !known {
					continue // CDK cannot set it
				}
				if cdktest.JSON(after[r.to]) == cdktest.JSON(before[r.to]) {
					t.Fatalf("%s: nothing was changed", key)
				}
				changed[key] = after
			}
			followed++
			if cdktest.JSON(changed[key][r.from]) == cdktest.JSON(before[r.from]) {
				t.Errorf("%s replaces what %s refers to, and the template of %[2]s stays the same", key, r.from)
			}
		}
	}
	t.Logf("%d references, %d changes followed", len(all), followed)
	if len(all) == 0 {
		t.Error("there is no reference between stacks")
	}
}
