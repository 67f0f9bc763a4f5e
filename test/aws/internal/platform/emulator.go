package platform

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/names"
	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
)

// Emulator is an emulator of AWS on this machine.
type Emulator struct {
	*emulator.Emulator
	toolkit toolkit
	cloud   *cloud.Cloud
}

// NewEmulator deploys from a clone to an emulator on a port of its own, with all state in a folder.
func NewEmulator(root, dir string, port int, out io.Writer) *Emulator {
	e := emulator.New(emulator.Config{
		Root: filepath.Join(root, "test", "aws"), Port: port, Dir: dir,
		NodeModules: filepath.Join(root, "node_modules"), Python: filepath.Join(root, ".local", "venv", "bin", "python"),
	})
	settings := e.AWSConfig()
	services := cloud.New(&settings)
	services.Wait = func(ctx context.Context) error { return cloud.Sleep(ctx, 100*time.Millisecond) }
	return &Emulator{
		Emulator: e, cloud: services,
		// It has no CodeDeploy that shifts an alias.
		toolkit: toolkit{root: root, out: out, env: e.Env(), more: []string{"rollout=false", "architecture=" + emulator.Architecture()}},
	}
}

// Name is emulator.
func (e *Emulator) Name() string { return "emulator" }

// Cloud has its services.
func (e *Emulator) Cloud() *cloud.Cloud { return e.cloud }

// Open starts it, and bootstraps it as an account is.
func (e *Emulator) Open(ctx context.Context) (account, region string, err error) {
	if err := e.Start(ctx); err != nil {
		return "", "", err
	}
	ready, err := e.Bootstrapped(ctx)
	if err == nil && !ready {
		d := &emulator.Deployment{Emulator: e.Emulator, Stage: "bootstrap", Stdout: e.toolkit.out, Stderr: e.toolkit.out}
		err = d.Bootstrap(ctx)
	}
	return emulator.Account, emulator.Region, err
}

// Deploy deploys with the toolkit, and completes what the emulator creates incompletely.
func (e *Emulator) Deploy(ctx context.Context, s *Settings) error {
	if err := e.toolkit.deploy(ctx, s); err != nil {
		return err
	}
	return e.Bridge(ctx)
}

// Diff compares with the toolkit.
func (e *Emulator) Diff(ctx context.Context, s *Settings) error { return e.toolkit.diff(ctx, s) }

// Close leaves it running: what is deployed is to be found again.
func (e *Emulator) Close() error { return nil }

// Finish stops it, when nothing is left on it.
func (e *Emulator) Finish(ctx context.Context) error { return e.Stop(ctx) }

// Endpoints are paths of the emulator.
func (e *Emulator) Endpoints(ctx context.Context, s *Settings) (*Endpoints, error) {
	out, err := outputs(ctx, e.cloud, s)
	if err != nil {
		return nil, err
	}
	found, err := e.cloud.Balancing.DescribeLoadBalancers(ctx, &elbv2.DescribeLoadBalancersInput{})
	if err != nil {
		return nil, err
	}
	at := fmt.Sprintf("%s:%d", emulator.Host, e.Port)
	ends := &Endpoints{}
	for i := range found.LoadBalancers {
		if lb := &found.LoadBalancers[i]; aws.ToString(lb.DNSName) == out[names.LoadBalancerDNSName] {
			ends.Multi = &Endpoint{Address: at, Host: emulator.Host, Base: "/_alb/" + aws.ToString(lb.LoadBalancerName)}
		}
	}
	if ends.Multi == nil {
		return nil, fmt.Errorf("no load balancer has the DNS name %s", out[names.LoadBalancerDNSName])
	}
	api, err := url.Parse(out[names.APIURL])
	if err != nil {
		return nil, err
	}
	id, _, _ := strings.Cut(api.Hostname(), ".")
	ends.API = &Endpoint{Address: at, Host: emulator.Host, Base: "/_aws/execute-api/" + id + strings.TrimSuffix(api.Path, "/")}
	return ends, nil
}
