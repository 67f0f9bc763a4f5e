package policy

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
)

// nagFindings reads the reports that cdk-nag leaves beside the templates.
func nagFindings(t *testing.T, assembly string) []Finding {
	t.Helper()
	// The app, whose id is empty, stands between the two hyphens.
	const prefix, suffix = "AwsSolutions--", "-NagReport.json"
	var findings []Finding
	templates := cdktest.Read(t, assembly, cdktest.Suffix)
	checked := 0
	for stack, template := range templates {
		ids := map[string]string{} // from path to logical id
		for id, resource := range template.Resources {
			if at, ok := resource.Metadata["aws:cdk:path"].(string); ok {
				ids[at] = id
			}
		}
		var report struct {
			Lines []struct{ RuleID, ResourceID, Compliance string }
		}
		readJSON(t, filepath.Join(assembly, prefix+stack+suffix), &report)
		checked += len(report.Lines)
		for _, line := range report.Lines {
			switch line.Compliance {
			case "Compliant", "N/A":
			case "Non-Compliant", "UNKNOWN":
				id, ok := ids[line.ResourceID]
				if !ok {
					t.Fatalf("cdk-nag found %s in %s, which is not a resource", line.RuleID, line.ResourceID)
				}
				findings = append(findings, Finding{line.RuleID, id})
			default: // a suppression that is not in our list
				t.Errorf("%s: %s is %q in cdk-nag's report; what is accepted is in %s", line.ResourceID, line.RuleID, line.Compliance, acceptedFile)
			}
		}
	}
	if checked == 0 {
		t.Fatalf("cdk-nag checked nothing in %s", assembly)
	}
	return findings
}

// validationFindings reads the report of CDK's own check. What it calls an error has failed the
// synth already; here warnings count as well.
func validationFindings(t *testing.T, assembly string) []Finding {
	t.Helper()
	var report struct {
		PluginReports []struct {
			Violations []struct {
				RuleName            string
				ViolatingResources  []struct{ ResourceLogicalID, TemplatePath string }
				ViolatingConstructs []struct {
					CloudFormationResource struct{ LogicalID string }
				}
			}
		}
	}
	readJSON(t, filepath.Join(assembly, "validation-report.json"), &report)
	var findings []Finding
	for _, plugin := range report.PluginReports {
		for _, violation := range plugin.Violations {
			for _, c := range violation.ViolatingConstructs {
				findings = append(findings, Finding{violation.RuleName, c.CloudFormationResource.LogicalID})
			}
		}
	}
	return findings
}

func readJSON(t *testing.T, file string, value any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("the check has left no report: %v", err)
	}
	if err == nil {
		err = json.Unmarshal(text, value)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
