package golden

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
)

const contractFile = "test/golden/contract.json"

// lasting are the types whose replacement loses data, or a name or an address that others use: a
// resource with another logical id is another resource.
var lasting = map[string]string{
	"AWS::S3::Bucket":                           "holds the logs",
	"AWS::Logs::LogGroup":                       "holds the logs",
	"AWS::EC2::VPC":                             "resources of others may be in it",
	"AWS::EC2::Subnet":                          "resources of others may be in it",
	"AWS::EC2::SecurityGroup":                   "others may refer to it",
	"AWS::ApiGateway::RestApi":                  "its id is in the URL",
	"AWS::ApiGateway::Stage":                    "its name is in the URL",
	"AWS::Lambda::Function":                     "its ARN is exported",
	"AWS::ElasticLoadBalancingV2::LoadBalancer": "its DNS name is exported",
	"AWS::ElasticLoadBalancingV2::Listener":     "two cannot have one port",
	"AWS::ElasticLoadBalancingV2::TargetGroup":  "has a name",
}

// TestLastingResourcesKeepTheirIDs is not rewritten by -update: who changes the list by hand
// announces in UPGRADE.md what is lost.
func TestLastingResourcesKeepTheirIDs(t *testing.T) {
	text, err := os.ReadFile(contractFile)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]map[string]string // stack to logical id to type
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatalf("%s: %v", contractFile, err)
	}
	templates := variant.Templates(t, variant.Default)
	for _, stack := range slices.Sorted(maps.Keys(templates)) {
		got := map[string]string{}
		for id, resource := range templates[stack].Resources {
			if lasting[resource.Type] != "" {
				got[id] = resource.Type
			}
		}
		for id, kind := range want[stack] {
			if got[id] != kind {
				t.Errorf("%s: %s of type %s is gone, and with it what it is kept for: %s", stack, id, kind, lasting[kind])
			}
		}
		for id, kind := range got {
			if want[stack][id] != kind {
				t.Errorf("%s: %s of type %s is not in %s, and should last: %s", stack, id, kind, contractFile, lasting[kind])
			}
		}
		delete(want, stack)
	}
	if len(want) > 0 {
		t.Errorf("stacks are gone: %v", slices.Sorted(maps.Keys(want)))
	}
}

// TestEveryNameIsOfALastingType finds a type with a physical name that the list does not know.
func TestEveryNameIsOfALastingType(t *testing.T) {
	for stack, template := range cdktest.Read(t, filepath.Join(testdata, variant.Default.Name), suffix) {
		for id, resource := range template.Resources {
			if _, named := resource.Properties["Name"].(string); named && lasting[resource.Type] == "" {
				t.Errorf("%s: %s of type %s has a name, so that it cannot be replaced beside itself", stack, id, resource.Type)
			}
		}
	}
}
