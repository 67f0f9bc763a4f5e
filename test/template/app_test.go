package template

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

func TestOutputsAndExports(t *testing.T) {
	type want struct{ stack, output, export string }
	for _, w := range []want{
		{"echo-api-dev", "APIURL", ""},
		{"echo-api-dev", "EchoLambdaFunction", "echo-api-dev-EchoLambdaFunction"},
		{"alb-lambda-dev", "LoadBalancerDNSName", "alb-lambda-dev-LoadBalancerDNSName"},
		{"alb-lambda-dev", "EchoURL", ""},
	} {
		output, ok := stack(t, variant.Default, w.stack).Outputs[w.output]
		switch {
		case !ok:
			t.Errorf("%s has no output %s", w.stack, w.output)
		case w.export == "" && output.Export != nil:
			t.Errorf("%s is exported as %v", w.output, output.Export.Name)
		case w.export != "" && (output.Export == nil || output.Export.Name != w.export):
			t.Errorf("%s is exported as %v, want %s", w.output, output.Export, w.export)
		}
	}
	edge := stack(t, variant.Default, "alb-lambda-dev")
	balancerID := edge.One(loadBalancer).ID
	cdktest.Same(t, "echo URL", edge.Outputs["EchoURL"].Value, `{"Fn::Join":["",["http://",{"Fn::GetAtt":["`+balancerID+`","DNSName"]},"/echo"]]}`)
}

// A reference between stacks that is an export cannot change while another stack uses it. That is
// as it should be for the subnets and the security group of the load balancer; nothing else is
// imported, and beside it only the two names that people know are exports.
func TestStacksAreTiedLoosely(t *testing.T) {
	for name, template := range templates(t, variant.Default) {
		var exports []string
		for _, output := range template.Outputs {
			if output.Export != nil {
				exports = append(exports, output.Export.Name.(string))
			}
		}
		if len(exports) > 1 && name != "network-dev" {
			t.Errorf("%s has the exports %v, want at most the one that is promised", name, exports)
		}
		for _, resource := range template.Resources {
			for _, r := range cdktest.References(resource.Properties) {
				if r.Function == "Fn::ImportValue" && (resource.Type != loadBalancer || !strings.HasPrefix(r.Name, "network-dev:")) {
					t.Errorf("%s imports %s, which freezes the stack that exports it", resource.ID, r.Name)
				}
			}
		}
	}
}

// Which types take tags is what CDK knows from the registry: a construct of such a type has a tag
// manager. Those that CDK makes as untyped resources are found by their type.
func TestEverythingThatTakesTagsHasThem(t *testing.T) {
	app := variant.App(t, variant.Monitored, t.TempDir())
	taggable := map[string]bool{}
	for _, construct := range *app.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		if *awscdk.CfnResource_IsCfnResource(construct) && awscdk.TagManager_Of(construct) != nil {
			taggable[*construct.(awscdk.CfnResource).CfnResourceType()] = true
		}
	}
	if len(taggable) < 12 {
		t.Fatalf("only these types take tags, which is too few to be true: %v", slices.Sorted(maps.Keys(taggable)))
	}
	for name, template := range templates(t, variant.Monitored) {
		service, stage, _ := cutLast(name, "-")
		for id, resource := range template.Resources {
			if !taggable[resource.Type] {
				continue
			}
			tags := resource.Attributes("Tags")
			if tags["stage"] != stage || tags["service"] != service {
				t.Errorf("%s/%s of type %s has the tags %v, want stage %s and service %s", name, id, resource.Type, tags, stage, service)
			}
		}
	}
}

// A function without a log group of its own writes to one that Lambda makes: it never expires, and
// stays when the stack goes.
func TestEveryFunctionLogsIntoItsStack(t *testing.T) {
	for _, v := range variant.All {
		for name, template := range templates(t, v) {
			for _, function := range template.All("AWS::Lambda::Function") {
				logging, _ := function.Properties["LoggingConfig"].(map[string]any)
				group := template.Resources[cdktest.RefName(logging["LogGroup"])]
				if group.Type != "AWS::Logs::LogGroup" || group.Properties["RetentionInDays"] == nil || group.DeletionPolicy != "Delete" {
					t.Errorf("%s/%s/%s logs to %v, want a log group that expires and is deleted with the stack", v.Name, name, function.ID, logging)
				}
			}
		}
	}
}

func TestNoRoleHasAManagedPolicy(t *testing.T) {
	for _, v := range variant.All {
		for name, template := range templates(t, v) {
			template.Count("AWS::IAM::ManagedPolicy", 0)
			for _, role := range template.All("AWS::IAM::Role") {
				if policies := role.Properties["ManagedPolicyArns"]; policies != nil {
					t.Errorf("%s/%s/%s has %v", v.Name, name, role.ID, policies)
				}
			}
		}
	}
}

func cutLast(s, separator string) (before, after string, found bool) {
	i := strings.LastIndex(s, separator)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(separator):], true
}

// names that are not the account's but those of a role, an API or a title.
var inner = []string{"AWS::IAM::Policy.PolicyName", "AWS::ApiGateway::Stage.StageName", "AWS::ApiGateway::RestApi.Name"}

// Two stages in one account cannot both have a resource of one name. A name also keeps
// CloudFormation from replacing a resource, so there is only one.
func TestSeveralStagesFitInOneAccount(t *testing.T) {
	other := variant.Variant{Name: "side-by-side", Context: map[string]any{"stage": "other"}}
	owners := map[string]string{}
	for _, v := range []variant.Variant{variant.Default, other} {
		for stackName, template := range templates(t, v) {
			for id, resource := range template.Resources {
				for property, value := range resource.Properties {
					kind := resource.Type + "." + property
					name, literal := value.(string)
					if !literal || !strings.HasSuffix(property, "Name") || slices.Contains(inner, kind) {
						continue
					}
					if kind != targetGroup+".Name" {
						t.Errorf("%s/%s has a fixed name, %s: %q", stackName, id, property, name)
					}
					claim(t, owners, kind+" "+name, stackName+"/"+id)
				}
			}
			for id, output := range template.Outputs {
				if output.Export != nil {
					claim(t, owners, "export "+output.Export.Name.(string), stackName+"/"+id)
				}
			}
			claim(t, owners, "stack "+stackName, v.Name)
		}
	}
}

func claim(t *testing.T, owners map[string]string, name, owner string) {
	t.Helper()
	if first, taken := owners[name]; taken {
		t.Errorf("%s: both %s and %s have it", name, first, owner)
	}
	owners[name] = owner
}

var (
	account = regexp.MustCompile(`\b\d{12}\b`)
	region  = regexp.MustCompile(`\b(us|eu|ap|ca|sa|me|af|il|mx|cn)(-gov|-iso[a-z]*)?-(north|south|east|west|central)(east|west)?-\d`)
	aws     = regexp.MustCompile(`"arn:aws[a-z-]*:`)
)

// The same template deploys in any account, region and partition.
func TestTemplatesNameNoEnvironment(t *testing.T) {
	for _, v := range variant.All {
		for name, template := range templates(t, v) {
			json := cdktest.JSON(template)
			for _, literal := range []*regexp.Regexp{account, region, aws} {
				if found := literal.FindString(json); found != "" {
					t.Errorf("%s/%s has %s in it", v.Name, name, found)
				}
			}
		}
	}
}

func TestManifest(t *testing.T) {
	for _, v := range []variant.Variant{variant.Default, variant.Protected} {
		var manifest struct {
			Missing   []any
			Artifacts map[string]struct {
				Type, Environment string
				Properties        struct{ TerminationProtection bool }
			}
		}
		text, err := os.ReadFile(filepath.Join(variant.Assembly(t, v), "manifest.json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &manifest); err != nil {
			t.Fatal(err)
		}
		if len(manifest.Missing) > 0 {
			t.Errorf("%s: the synth needs look-ups: %v", v.Name, manifest.Missing)
		}
		protect := v.Context["protect"] == "true"
		found := 0
		for id, artifact := range manifest.Artifacts {
			if artifact.Type != "aws:cloudformation:stack" {
				continue
			}
			found++
			if artifact.Environment != "aws://unknown-account/unknown-region" {
				t.Errorf("%s/%s is bound to %s", v.Name, id, artifact.Environment)
			}
			if artifact.Properties.TerminationProtection != protect {
				t.Errorf("%s/%s: termination protection is %t", v.Name, id, !protect)
			}
		}
		if found != 3 {
			t.Errorf("%s has %d stacks, want 3", v.Name, found)
		}
	}
}
