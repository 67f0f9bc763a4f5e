// Package policy holds the templates of every variant, of every example, of the app of make
// prove-aws and of the consumer's app against the rules of cdk-nag (AwsSolutions), cfn-lint,
// checkov and CDK itself, and against one of its own: nothing is allowed by a wildcard. It is a
// module of its own, so that nothing of the scanners gets into the application.
//
// What is found must be fixed, or be in accepted.json with a reason that someone who reviews the
// security of the product would take. What stands there and is not found any more has to go.
//
//	make policy
//
// Rules that hold for every template may enter. Promises of the application are in test/template.
package policy

import (
	"maps"
	"slices"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"
)

func TestMain(m *testing.M) { cdktest.Main(m, cdktest.AtRoot, cdktest.Validated) }

// variants are what is checked.
var variants = slices.Concat(variant.All, variant.Pairs, examples(), []variant.Variant{prove, consumer})

func TestFindingsAreThoseThatAreAccepted(t *testing.T) {
	// variants by finding, and by resource
	synthesizeApps(t)
	found, having := map[Finding][]string{}, map[string][]string{}
	templates := t.TempDir()
	for _, v := range variants {
		v.Context = forScan(v.Context)
		assembly := variant.Assembly(t, v, func(app awscdk.App) {
			awscdk.Aspects_Of(app).Add(cdknag.NewAwsSolutionsChecks(&cdknag.NagPackProps{
				ReportFormats: &[]cdknag.NagReportFormat{cdknag.NagReportFormat_JSON},
			}), nil)
		})
		for _, finding := range slices.Concat(nagFindings(t, assembly), validationFindings(t, assembly),
			wildcardFindings(cdktest.Read(t, assembly, cdktest.Suffix))) {
			found[finding] = append(found[finding], v.Name)
		}
		for _, template := range collect(t, assembly, templates, v.Name) {
			for id := range template.Resources {
				having[id] = append(having[id], v.Name)
			}
		}
	}
	for _, scan := range []func(*testing.T, string) []scanned{lint, check} {
		for _, finding := range scan(t, templates) {
			found[finding.Finding] = append(found[finding.Finding], finding.variant)
		}
	}

	accepted := readAccepted(t, having)
	for finding := range accepted {
		if _, ok := found[finding]; !ok {
			found[finding] = nil
		}
	}
	for _, finding := range slices.SortedFunc(maps.Keys(found), Finding.compare) {
		slices.Sort(found[finding])
		switch got, want := slices.Compact(found[finding]), accepted[finding]; {
		case slices.Equal(got, want):
		case len(want) == 0:
			t.Errorf("%s, found in %v: fix it, or accept it with a reason", finding, got)
		default:
			t.Errorf("%s, accepted in %v, is found in %v: fix it, or fix %s", finding, want, got, acceptedFile)
		}
	}
}

// forScan leaves the stage at its default, which is in some logical ids, and keeps cdk-nag's
// findings from failing the synth: they go to its report.
func forScan(context map[string]any) map[string]any {
	keys := map[string]any{"@aws-cdk/core:annotationsInValidationReport": false}
	maps.Copy(keys, context)
	delete(keys, "stage")
	return keys
}
