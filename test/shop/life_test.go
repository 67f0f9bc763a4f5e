// Package shop follows examples/shop through its life on an emulator, with the real CDK toolkit:
// its four stacks are deployed, used through the front ends of package deployed, updated, compared
// with what is deployed, and destroyed.
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
	s := begin(t)
	s.synth()
	s.toolkit("deploy", "--all", "--require-approval", "never")
	t.Run("load balancers", func(t *testing.T) { s.loadBalancers(t, "order") })
	t.Run("API", s.api)
	s.queue()

	// A second version of the function: the alias follows, and so does all that invokes it.
	stage.Replace(t, filepath.Join(s.Root, "orders", "main.go"), `"order %s of table`, `"parcel %s of table`)
	s.synth()
	s.toolkit("deploy", "--all", "--require-approval", "never")
	t.Run("load balancers, second version", func(t *testing.T) { s.loadBalancers(t, "parcel") })

	s.toolkit("diff", "--all", "--fail")
	s.lacks()
	tables := s.tables()
	s.toolkit("destroy", "--all", "--force")
	for _, kind := range []string{"stack", "function", "load balancer", "target group", "bucket"} {
		if left := stage.Names(t, s.Emulator, kind); len(left) > 0 {
			t.Errorf("%s left: %v", kind, left)
		}
	}
	s.nothingLeft(tables)
}

// shop is a copy of the example, and the account that it is deployed to.
type shop struct {
	account
	deployment *emulator.Deployment
	output     *stage.Output // of the toolkit
	// whole is the assembly of the app, part the one that is deployed, and removed what is not in it,
	// by logical id.
	whole, part string
	removed     map[string]string
}

// begin starts an emulator, and does with a copy of the shop what its README says: a hosted zone of
// one's own, and the secret of a provider.
func begin(t *testing.T) *shop {
	t.Helper()
	dir := t.TempDir()
	stage.Must(t, clone.Copy(t.Context(), root, dir))
	e := stage.New(t, dir)
	e.Root = filepath.Join(dir, "examples", "shop") // where the toolkit runs
	stage.Must(t, e.Start(t.Context()))
	stage.FrontEnds(t, e, deployed.Options{User: &httpsim.User{Subject: "alice"}})
	d, output := stage.Deployment(t, e, "shop")
	stage.Must(t, d.Bootstrap(t.Context()))
	s := &shop{account: account{t, e}, deployment: d, output: output, whole: filepath.Join(e.Dir, "stages", d.Stage, "cdk.out")}
	stage.Replace(t, filepath.Join(e.Root, "edge.go"), "Z0123456789ABC", s.hostedZone("example.com"))
	s.call("secretsmanager", "secretsmanager.CreateSecret", map[string]any{"Name": "shop/oidc", "SecretString": "of the provider"}, nil)
	// Functions run as processes of this machine.
	stage.Replace(t, filepath.Join(e.Root, "services.go"), `Alias: "live",`, fmt.Sprintf(`Alias: "live", Architecture: %q,`, emulator.Architecture()))
	return s
}

// synth synthesizes the shop as it is now, and takes out what the emulator lacks.
func (s *shop) synth() {
	s.Helper()
	stage.Must(s.T, s.deployment.CDK(s.Context(), "synth", "--quiet"))
	s.part = filepath.Join(s.TempDir(), "cdk.out")
	s.removed = without(s.T, lacking, s.whole, s.part)
	types := slices.Collect(maps.Values(s.removed))
	for name := range lacking {
		if !slices.Contains(types, name) {
			s.Errorf("the shop has no %s: take it off the list", name)
		}
	}
}

// toolkit runs the toolkit on the part that is deployed.
func (s *shop) toolkit(args ...string) {
	s.Helper()
	stage.Must(s.T, s.deployment.CDK(s.Context(), append(args, "--app", s.part)...))
}

// lacks compares the whole shop with what is deployed: nothing is new in it but what was taken out.
func (s *shop) lacks() {
	s.Helper()
	s.output.Reset()
	if err := s.deployment.CDK(s.Context(), "diff", "--all", "--fail", "--method=template", "--app", s.whole); err == nil {
		s.Error("cdk diff of the whole shop sees no difference")
	}
	for id, kind := range s.removed {
		if !strings.Contains(s.output.String(), fmt.Sprintf("[+] %s ", kind)) || !strings.Contains(s.output.String(), " "+id) {
			s.Errorf("cdk diff of the whole shop does not show %s %s", kind, id)
		}
	}
	if added := strings.Count(s.output.String(), "[+] AWS::"); added != len(s.removed) {
		s.Errorf("cdk diff of the whole shop adds %d resources, want %d", added, len(s.removed))
	}
}
