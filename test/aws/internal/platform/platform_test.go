package platform

import (
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/cloudtest"
	"example.com/alb-lambda/test/aws/internal/names"
)

// account is one with a stage.
func account(token string) *cloudtest.Account {
	a := cloudtest.New()
	tags := map[string]string{names.Tag: token}
	a.Stacks = []*cloudtest.Stack{
		{ID: "arn:functions", Name: names.Functions("p1"), Status: "CREATE_COMPLETE", Tags: tags, Outputs: map[string]string{
			names.FunctionURL: "https://def.lambda-url.eu-central-1.on.aws/", names.StreamerURL: "https://ghi.lambda-url.eu-central-1.on.aws/",
		}},
		{ID: "arn:edge", Name: names.Edge("p1"), Status: "CREATE_COMPLETE", Tags: tags, Outputs: map[string]string{
			names.LoadBalancerDNSName: "lb.example.com", names.LatticeDomain: "svc.vpc-lattice-svcs.eu-central-1.on.aws", names.CarrierName: "carrier",
		}},
	}
	for i := range names.APIs {
		a.Stacks[0].Outputs[names.APIs[i].Output()] = "https://abc" + names.APIs[i].ID + ".execute-api.eu-central-1.amazonaws.com/dev/"
	}
	for i := range names.HTTPAPIs {
		a.Stacks[0].Outputs[names.HTTPAPIs[i].Output()] = "https://" + names.HTTPAPIs[i].ID + ".execute-api.eu-central-1.amazonaws.com"
	}
	return a
}

func TestEndpointsOfAnAccount(t *testing.T) {
	a := NewAccount("", nil)
	a.cloud = account("token").Cloud()
	s := &Settings{Stage: "p1", Token: "token"}
	ends, err := a.Endpoints(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		got  *Endpoint
		want Endpoint
	}{
		"multi":    {ends.Multi, Endpoint{Address: "lb.example.com:80", Host: "lb.example.com", Port: 80}},
		"single":   {ends.Single, Endpoint{Address: "lb.example.com:8080", Host: "lb.example.com", Port: 8080}},
		"api":      {ends.APIs["Stream"], Endpoint{Address: "abcStream.execute-api.eu-central-1.amazonaws.com:443", TLS: true, Host: "abcStream.execute-api.eu-central-1.amazonaws.com", Base: "/dev"}},
		"url":      {ends.URL, Endpoint{Address: "def.lambda-url.eu-central-1.on.aws:443", TLS: true, Host: "def.lambda-url.eu-central-1.on.aws"}},
		"stream":   {ends.StreamURL, Endpoint{Address: "ghi.lambda-url.eu-central-1.on.aws:443", TLS: true, Host: "ghi.lambda-url.eu-central-1.on.aws"}},
		"http":     {ends.HTTP["HTTP $default"], Endpoint{Address: "HTTP.execute-api.eu-central-1.amazonaws.com:443", TLS: true, Host: "HTTP.execute-api.eu-central-1.amazonaws.com"}},
		"http dev": {ends.HTTP["HTTPPayload1 dev"], Endpoint{Address: "HTTPPayload1.execute-api.eu-central-1.amazonaws.com:443", TLS: true, Host: "HTTPPayload1.execute-api.eu-central-1.amazonaws.com", Base: "/dev"}},
		"lattice":  {ends.Lattice, Endpoint{Address: "svc.vpc-lattice-svcs.eu-central-1.on.aws:80", Host: "svc.vpc-lattice-svcs.eu-central-1.on.aws"}},
		"lattice2": {ends.LatticeV2, Endpoint{Address: "svc.vpc-lattice-svcs.eu-central-1.on.aws:8080", Host: "svc.vpc-lattice-svcs.eu-central-1.on.aws"}},
	} {
		if c.got.Address != c.want.Address || c.got.TLS != c.want.TLS || c.got.Host != c.want.Host || c.got.Base != c.want.Base || c.got.Port != c.want.Port {
			t.Errorf("%s: %+v, want %+v", name, c.got, c.want)
		}
	}
	if ends.Secure != nil {
		t.Errorf("TLS without a certificate: %+v", ends.Secure)
	}
	if ends.Lattice.Carry == nil || ends.LatticeV2.Carry == nil {
		t.Error("nothing carries requests to VPC Lattice")
	}
	s.WithoutLattice = true
	if ends, err = a.Endpoints(t.Context(), s); err != nil || ends.Lattice != nil || ends.Without[httpevent.Lattice] == "" || ends.Without[httpevent.LatticeV2] == "" {
		t.Errorf("without VPC Lattice: %+v, %v", ends, err)
	}
	s.Certificate = "arn"
	if ends, err = a.Endpoints(t.Context(), s); err != nil || ends.Secure.Host != names.CertificateHost || ends.Secure.Address != "lb.example.com:443" {
		t.Errorf("%+v, %v", ends.Secure, err)
	}
	s.Domain = "p.example.com"
	if ends, err = a.Endpoints(t.Context(), s); err != nil || ends.Secure.Host != "p.example.com" {
		t.Errorf("%+v, %v", ends.Secure, err)
	}
}

// TestEndpointsOfOthers: the stacks of another run have no endpoints.
func TestEndpointsOfOthers(t *testing.T) {
	a := NewAccount("", nil)
	a.cloud = account("another").Cloud()
	if _, err := a.Endpoints(t.Context(), &Settings{Stage: "p1", Token: "token"}); err == nil || !strings.Contains(err.Error(), cloud.ErrForeign.Error()) {
		t.Errorf("error %v", err)
	}
	if _, err := a.Endpoints(t.Context(), &Settings{Stage: "p2", Token: "token"}); err == nil || !strings.Contains(err.Error(), "is not deployed") {
		t.Errorf("error %v", err)
	}
}

// TestAccountWithoutRegionOrCredentials reads no file of the user's.
func TestAccountWithoutRegionOrCredentials(t *testing.T) {
	for _, name := range []string{"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_WEB_IDENTITY_TOKEN_FILE"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONFIG_FILE", "/dev/null")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	if _, _, err := NewAccount("", nil).Open(t.Context()); err == nil || !strings.Contains(err.Error(), "there is no region; set AWS_REGION") {
		t.Errorf("error %v", err)
	}
	t.Setenv("AWS_REGION", "eu-central-1")
	if _, _, err := NewAccount("", nil).Open(t.Context()); err == nil || !strings.Contains(err.Error(), "sign in, or set AWS_PROFILE") {
		t.Errorf("error %v", err)
	}
}

// TestContext: what is empty is not given, so that the app has its defaults.
func TestContext(t *testing.T) {
	s := &Settings{Stage: "p1", Token: "t", Release: "2", Keys: "{}", Broken: true}
	if got := strings.Join(s.context(), " "); got != "stage=p1 token=t release=2 keys={} broken=true protect=false" {
		t.Errorf("context %s", got)
	}
	s.WithoutLattice = true
	if got := strings.Join(s.context(), " "); !strings.HasSuffix(got, " lattice=false") {
		t.Errorf("context %s", got)
	}
}

// emulators are those of this operating system.
var emulators []Platform

// TestReasonsAreOfSteps: what cannot be shown is named by a step that exists.
func TestReasonsAreOfSteps(t *testing.T) {
	steps := []string{names.StepCertificate, names.StepDeploy, names.StepReach, names.StepDiff, names.StepPermission, names.StepRules, names.StepTransforms,
		names.StepWeights, names.StepTokens, names.StepTLS, names.StepEvents, names.StepResponses, names.StepLimits, names.StepProtection, names.StepCanary,
		names.StepRollback, names.StepLogs, names.StepDiffAfter, names.StepDestroy, names.StepNothingLeft}
	for _, p := range append(emulators, &Fronts{}, &Account{}) {
		for step, why := range p.Cannot() {
			if !strings.Contains(" "+strings.Join(steps, " ")+" ", " "+step+" ") || why == "" {
				t.Errorf("%s cannot show %s: %q", p.Name(), step, why)
			}
		}
	}
	if len(NewAccount("", nil).Cannot()) != 0 {
		t.Error("an account can show everything")
	}
}
