// Package released checks by cdk diff what a deployment of the last release would lose by an update
// to this version: nothing may be replaced, deleted or orphaned.
//
// testdata has the templates of the last release; make release writes them, and nobody edits them.
// Until the first release there are none. What a template contains is not its business. A change
// that replaces something on purpose raises the major version, and UPGRADE.md says what is lost.
package released

import (
	"errors"
	"flag"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
)

var update = flag.Bool("update", false, "write the templates of a release, as make release does")

func TestMain(m *testing.M) { cdktest.Main(m, cdktest.AtRoot) }

const (
	testdata = "test/released/testdata"
	suffix   = ".json"
	// deployment is a snapshot of an API, made anew by each change of it.
	deployment = "AWS::ApiGateway::Deployment"
)

// version is the heading of a release in the changelog.
var version = regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+) - `)

func TestNothingReleasedIsReplaced(t *testing.T) {
	if *update {
		takeOver(t)
		return
	}
	changelog, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir(testdata)
	last := version.FindSubmatch(changelog)
	switch {
	case last == nil && errors.Is(err, fs.ErrNotExist):
		t.Skip("nothing is released yet: CHANGELOG.md has no version, so there is nothing to compare with")
	case last == nil:
		t.Fatalf("%s has templates, and CHANGELOG.md has no release that they could be of", testdata)
	case err != nil:
		t.Fatalf("CHANGELOG.md has the release %s, whose templates are missing: make release writes them: %v", last[1], err)
	case len(folders) == 0:
		t.Fatalf("%s is empty", testdata)
	}
	for _, folder := range folders {
		t.Run(folder.Name(), func(t *testing.T) {
			i := slices.IndexFunc(variant.All, func(v variant.Variant) bool { return v.Name == folder.Name() })
			if i < 0 {
				t.Fatalf("there is no variant %s any more, and it was released", folder.Name())
			}
			assembly := variant.Assembly(t, variant.All[i])
			today := cdktest.Read(t, assembly, cdktest.Suffix)
			for stack, template := range cdktest.Read(t, filepath.Join(testdata, folder.Name()), suffix) {
				if _, ok := today[stack]; !ok {
					t.Errorf("stack %s is gone", stack)
					continue
				}
				old := filepath.Join(t.TempDir(), stack+suffix)
				sameDeployment(template, today[stack])
				if err := template.Write(old); err != nil {
					t.Fatal(err)
				}
				if text, destructive := diff(t, assembly, stack, old); destructive {
					t.Errorf("a deployment of the last release would lose something:\n%s", text)
				}
			}
		})
	}
}

// TestDiffReportsReplacement shows that the test above can fail: on a property whose change
// replaces the resource, and on another logical id.
func TestDiffReportsReplacement(t *testing.T) {
	assembly := variant.Assembly(t, variant.Default)
	const stack = "alb-lambda-dev"
	for name, change := range map[string]func(id string, r cdktest.Resource, all map[string]cdktest.Resource) bool{
		"property": func(_ string, r cdktest.Resource, _ map[string]cdktest.Resource) bool {
			if r.Type != "AWS::ElasticLoadBalancingV2::LoadBalancer" {
				return false
			}
			r.Properties["Scheme"] = "internal"
			return true
		},
		"id": func(id string, r cdktest.Resource, all map[string]cdktest.Resource) bool {
			if r.Type != "AWS::S3::Bucket" {
				return false
			}
			all["Renamed"] = r
			delete(all, id)
			return true
		},
	} {
		t.Run(name, func(t *testing.T) {
			template := cdktest.Read(t, assembly, cdktest.Suffix)[stack]
			changed := false
			for _, id := range slices.Sorted(maps.Keys(template.Resources)) {
				changed = change(id, template.Resources[id], template.Resources) || changed
			}
			old := filepath.Join(t.TempDir(), stack+suffix)
			if err := template.Write(old); err != nil {
				t.Fatal(err)
			}
			if text, destructive := diff(t, assembly, stack, old); !changed || !destructive {
				t.Errorf("cdk diff saw no loss:\n%s", text)
			}
		})
	}
}

// diff says what cdk diff prints, and whether something would be replaced, deleted or orphaned.
func diff(t *testing.T, assembly, stack, old string) (text string, destructive bool) {
	t.Helper()
	cmd := exec.Command("cdk", "diff", "--exclusively", "--app", assembly, "--template", old,
		"--fail-on", "destructive", "--no-color", stack)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	text = string(out)
	if !strings.Contains(text, "Stack "+stack) {
		t.Fatalf("cdk diff compared nothing:\n%s", text)
	}
	return text, cmd.ProcessState.ExitCode() != 0 || strings.Contains(text, "may cause replacement")
}

// sameDeployment gives the deployment of an old template the id of today's.
func sameDeployment(old, today *cdktest.Template) {
	for id, resource := range today.Resources {
		if resource.Type != deployment {
			continue
		}
		for oldID, r := range old.Resources {
			if r.Type == deployment && oldID != id {
				delete(old.Resources, oldID)
				old.Resources[id] = r
			}
		}
	}
}

func takeOver(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(testdata); err != nil {
		t.Fatal(err)
	}
	for _, v := range variant.All {
		dir := filepath.Join(testdata, v.Name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for stack, template := range variant.Templates(t, v) {
			template.MaskAssets()
			if err := template.Write(filepath.Join(dir, stack+suffix)); err != nil {
				t.Fatal(err)
			}
		}
	}
}
