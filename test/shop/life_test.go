// Package shop follows examples/shop through its life on an emulator, with the real CDK toolkit:
// its four stacks are deployed, used through the front ends of package deployed, compared with what
// is deployed, and destroyed.
//
// The emulator has no CodeDeploy, and a few other types are missing: [lacking] names them, with the
// reason, and what is not in it is deployed as it was synthesized.
//
// What the shop does on the emulator may enter. What its rules do with requests is the business of
// examples itself, and that of its policies of test/policy.
package shop

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/clone"
	"example.com/alb-lambda/test/internal/stage"
)

// lacking are the types of the shop's resources that MiniStack 1.5.33 cannot create, and why
// nothing of what is looked at here depends on them. It rejects a template that has one.
var lacking = map[string]string{
	"AWS::CodeDeploy::Application":     "there is no CodeDeploy: the alias moves at once",
	"AWS::CodeDeploy::DeploymentGroup": "there is no CodeDeploy: the alias moves at once",
	"AWS::CloudWatch::CompositeAlarm":  "alarms do not go off here",
	"AWS::EC2::SecurityGroupEgress":    "no packet is filtered here",
	"AWS::EC2::SecurityGroupIngress":   "no packet is filtered here",
	"AWS::WAFv2::WebACLAssociation":    "no request is filtered here",
}

var root string

func TestMain(m *testing.M) { stage.Main(m, &root) }

func TestLife(t *testing.T) {
	dir := t.TempDir()
	stage.Must(t, clone.Copy(t.Context(), root, dir))
	e := stage.New(t, dir)
	e.Root = filepath.Join(dir, "examples", "shop") // where the toolkit runs
	stage.Must(t, e.Start(t.Context()))
	stage.FrontEnds(t, e, deployed.Options{User: &httpsim.User{Subject: "alice"}})
	d, output := stage.Deployment(t, e, "shop")
	stage.Must(t, d.Bootstrap(t.Context()))

	// The README's own steps: a zone and a provider of one's own.
	a := account{t, e}
	stage.Replace(t, filepath.Join(e.Root, "edge.go"), "Z0123456789ABC", a.hostedZone("example.com"))
	a.call("secretsmanager", "secretsmanager.CreateSecret", map[string]any{"Name": "shop/oidc", "SecretString": "of the provider"}, nil)
	// Functions run as processes of this machine.
	stage.Replace(t, filepath.Join(e.Root, "services.go"), `Alias: "live",`, fmt.Sprintf(`Alias: "live", Architecture: %q,`, emulator.Architecture()))

	stage.Must(t, d.CDK(t.Context(), "synth", "--quiet"))
	whole := filepath.Join(e.Dir, "stages", d.Stage, "cdk.out")
	part := filepath.Join(t.TempDir(), "cdk.out")
	removed := without(t, lacking, whole, part)
	types := slices.Collect(maps.Values(removed))
	for name := range lacking {
		if !slices.Contains(types, name) {
			t.Errorf("the shop has no %s: take it off the list", name)
		}
	}
	toolkit := func(args ...string) {
		t.Helper()
		stage.Must(t, d.CDK(t.Context(), append(args, "--app", part)...))
	}
	toolkit("deploy", "--all", "--require-approval", "never")

	t.Run("load balancers", a.loadBalancers)
	t.Run("API", a.api)
	a.queue()

	output.Reset()
	toolkit("diff", "--all", "--fail")
	output.Reset()
	if err := d.CDK(t.Context(), "diff", "--all", "--fail", "--method=template", "--app", whole); err == nil {
		t.Error("cdk diff of the whole shop sees no difference")
	}
	for id, kind := range removed {
		if !strings.Contains(output.String(), fmt.Sprintf("[+] %s ", kind)) || !strings.Contains(output.String(), " "+id) {
			t.Errorf("cdk diff of the whole shop does not show %s %s", kind, id)
		}
	}
	if added := strings.Count(output.String(), "[+] AWS::"); added != len(removed) {
		t.Errorf("cdk diff of the whole shop adds %d resources, want %d", added, len(removed))
	}

	tables := a.tables()
	toolkit("destroy", "--all", "--force")
	for _, kind := range []string{"stack", "function", "load balancer", "target group", "bucket"} {
		if left := stage.Names(t, e, kind); len(left) > 0 {
			t.Errorf("%s left: %v", kind, left)
		}
	}
	a.nothingLeft(tables)
}
