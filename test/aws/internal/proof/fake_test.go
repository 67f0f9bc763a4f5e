package proof

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/cloudtest"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/state"
)

const (
	bucket = "prove-logs"
	lbARN  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/prove/1"
)

// fake is a platform whose account is in memory. Its load balancer responds with releases in turn.
type fake struct {
	account *cloudtest.Account
	cloud   *cloud.Cloud
	cannot  map[string]string
	region  string
	deploys func(*platform.Settings) error // what a deployment does on top; nil is nothing
	ends    *platform.Endpoints            // nil is the load balancer alone

	address string
	mutex   sync.Mutex
	serves  []string // releases, in turn
	served  map[string]int
	// response is one more that was served.
	response *sync.Cond
}

var _ platform.Platform = (*fake)(nil)

func (f *fake) Name() string              { return "aws" }
func (f *fake) Cannot() map[string]string { return f.cannot }
func (f *fake) Cloud() *cloud.Cloud       { return f.cloud }
func (f *fake) Close() error              { return nil }

func (f *fake) Open(context.Context) (account, region string, err error) {
	return "123456789012", f.region, nil
}

func (f *fake) Diff(context.Context, *platform.Settings) error {
	return errors.New("there are differences")
}

func (f *fake) Endpoints(context.Context, *platform.Settings) (*platform.Endpoints, error) {
	if f.ends != nil {
		return f.ends, nil
	}
	return &platform.Endpoints{Multi: &platform.Endpoint{Address: f.address, Host: "lb.example.com", Port: 80}}, nil
}

// Deploy creates the stacks, unless they are there.
func (f *fake) Deploy(_ context.Context, s *platform.Settings) error {
	for _, name := range names.Stacks(s.Stage) {
		if stack, err := f.cloud.Stack(context.Background(), name); err != nil || stack != nil {
			continue
		}
		f.account.Change(func() {
			f.account.Stacks = append(f.account.Stacks, f.stack(name, s.Token))
			f.account.LoadBalancers[lbARN], f.account.Buckets[bucket] = false, map[string]string{}
		})
	}
	if f.deploys != nil {
		return f.deploys(s)
	}
	return nil
}

func (f *fake) stack(name, token string) *cloudtest.Stack {
	s := &cloudtest.Stack{
		ID: "arn:aws:cloudformation:eu-central-1:123456789012:stack/" + name + "/1", Name: name, Status: "CREATE_COMPLETE",
		Tags: map[string]string{names.Tag: token}, Outputs: map[string]string{names.RecorderARN: "arn:recorder"},
		Resources: []cloud.Resource{{LogicalID: "Function", Type: "AWS::Lambda::Function", ID: "recorder"}},
	}
	if strings.Contains(name, "edge") {
		s.Outputs = map[string]string{names.LogBucket: bucket}
		s.Resources = []cloud.Resource{
			{LogicalID: "LB", Type: loadBalancer, ID: lbARN}, {LogicalID: "Bucket", Type: "AWS::S3::Bucket", ID: bucket},
			{LogicalID: "VPC", Type: "AWS::EC2::VPC", ID: "vpc-1"}, {LogicalID: "Service", Type: "AWS::VpcLattice::Service", ID: "arn:service"},
			{LogicalID: "Net", Type: "AWS::VpcLattice::ServiceNetwork", ID: "arn:network"}, {LogicalID: "V1", Type: "AWS::VpcLattice::TargetGroup", ID: "arn:group"},
		}
	}
	return s
}

// ServeHTTP responds with the next release.
func (f *fake) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	f.mutex.Lock()
	release := f.serves[0]
	f.serves = append(f.serves[1:], release)
	f.served[release]++
	f.response.Broadcast()
	f.mutex.Unlock()
	time.Sleep(time.Millisecond) // a response is under way for a while, also when a deployment ends
	if release == "502" {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	fmt.Fprintf(w, `{"name":"service","release":%q}`, release)
}

// serve lets the load balancer respond with these releases.
func (f *fake) serve(releases ...string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.serves, f.served = releases, map[string]int{}
}

// waitFor waits until a release has responded.
func (f *fake) waitFor(release string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for f.served[release] == 0 {
		f.response.Wait()
	}
}

var key = sync.OnceValues(NewKey)

// newRun is a run on such a platform.
func newRun(t *testing.T) (*Run, *fake) {
	t.Helper()
	account := cloudtest.New()
	f := &fake{account: account, cloud: account.Cloud(), region: "eu-central-1"}
	f.response = sync.NewCond(&f.mutex)
	f.serve("1")
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	f.address = strings.TrimPrefix(server.URL, "http://")
	s := state.New(t.TempDir(), "aws")
	var err error
	if s.Key, err = key(); err != nil {
		t.Fatal(err)
	}
	return &Run{State: s, Platform: f, Root: "../../../..", Tell: func(line string) { t.Log(line) }}, f
}

// deployed is a run whose stage is deployed.
func deployed(t *testing.T) (*Run, *fake) {
	t.Helper()
	r, f := newRun(t)
	if err := deploy(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	return r, f
}

// want fails the test unless an error has this text, or there is none where the text is "".
func want(t *testing.T, err error, text string) {
	t.Helper()
	if text == "" && err != nil || text != "" && (err == nil || !strings.Contains(err.Error(), text)) {
		t.Errorf("error %v, want %q", err, text)
	}
}
