package platform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/wire"
	"github.com/aws/aws-sdk-go-v2/config"
)

// Account is an account of AWS: that of the credentials of the environment.
type Account struct {
	toolkit toolkit
	cloud   *cloud.Cloud
}

// NewAccount deploys from a clone.
func NewAccount(root string, out io.Writer) *Account {
	return &Account{toolkit: toolkit{root: root, out: out}}
}

// Name is aws.
func (a *Account) Name() string { return "aws" }

// Cannot is empty: it can show all steps.
func (a *Account) Cannot() map[string]string { return nil }

// Cloud has its services.
func (a *Account) Cloud() *cloud.Cloud { return a.cloud }

// Open finds the credentials and the region, as the toolkit does, and checks that the region is
// bootstrapped.
func (a *Account) Open(ctx context.Context) (account, region string, err error) {
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return "", "", err
	}
	if settings.Region == "" {
		return "", "", errors.New("there is no region; set AWS_REGION, or that of the profile")
	}
	a.cloud = cloud.New(&settings)
	account, err = a.cloud.Account(ctx)
	if err != nil {
		return "", "", fmt.Errorf("the credentials of the environment: %w; sign in, or set AWS_PROFILE", err)
	}
	stack, err := a.cloud.Stack(ctx, "CDKToolkit")
	if err != nil {
		return "", "", err
	}
	if stack == nil {
		return "", "", fmt.Errorf("account %s is not bootstrapped in %s; run npx cdk bootstrap", account, settings.Region)
	}
	a.toolkit.env = append(os.Environ(), path(a.toolkit.root), "AWS_REGION="+settings.Region, "AWS_DEFAULT_REGION="+settings.Region)
	return account, settings.Region, nil
}

// Deploy deploys with the toolkit.
func (a *Account) Deploy(ctx context.Context, s *Settings) error { return a.toolkit.deploy(ctx, s) }

// Diff compares with the toolkit.
func (a *Account) Diff(ctx context.Context, s *Settings) error { return a.toolkit.diff(ctx, s) }

// Close has nothing to do: what is deployed stays until it is destroyed.
func (a *Account) Close() error { return nil }

// Endpoints are from the outputs of the stacks.
func (a *Account) Endpoints(ctx context.Context, s *Settings) (*Endpoints, error) {
	out, err := outputs(ctx, a.cloud, s)
	if err != nil {
		return nil, err
	}
	name := out[names.LoadBalancerDNSName]
	ends := &Endpoints{
		Multi:  &Endpoint{Address: net.JoinHostPort(name, "80"), Host: name, Port: 80},
		Single: &Endpoint{Address: net.JoinHostPort(name, strconv.Itoa(names.SinglePort)), Host: name, Port: names.SinglePort},
	}
	if s.Domain != "" {
		ends.Secure = &Endpoint{Address: net.JoinHostPort(name, "443"), TLS: true, Host: s.Domain}
	} else if s.Certificate != "" {
		ends.Secure = &Endpoint{Address: net.JoinHostPort(name, "443"), TLS: true, Host: names.CertificateHost}
	}
	ends.APIs = map[string]*Endpoint{}
	for i := range names.APIs {
		if ends.APIs[names.APIs[i].ID], err = endpoint(out[names.APIs[i].Output()]); err != nil {
			return nil, err
		}
	}
	if ends.URL, err = endpoint(out[names.FunctionURL]); err != nil {
		return nil, err
	}
	if ends.StreamURL, err = endpoint(out[names.StreamerURL]); err != nil {
		return nil, err
	}
	ends.HTTP = map[string]*Endpoint{}
	for i := range names.HTTPAPIs {
		for _, stage := range names.HTTPStages {
			at, err := endpoint(out[names.HTTPAPIs[i].Output()])
			if err != nil {
				return nil, err
			}
			if stage != "$default" {
				at.Base = "/" + stage
			}
			ends.HTTP[HTTPKey(names.HTTPAPIs[i].ID, stage)] = at
		}
	}
	if s.WithoutLattice {
		const why = "the stage was begun with --without-lattice"
		ends.Without = map[httpevent.Kind]string{httpevent.Lattice: why, httpevent.LatticeV2: why}
		return ends, nil
	}
	carry := func(ctx context.Context, port int, method string, request []byte) (*wire.Response, error) {
		return a.cloud.Carry(ctx, out[names.CarrierName], port, method, request)
	}
	domain := out[names.LatticeDomain]
	ends.Lattice = &Endpoint{Address: net.JoinHostPort(domain, strconv.Itoa(names.LatticePort)), Host: domain, Carry: carry}
	ends.LatticeV2 = &Endpoint{Address: net.JoinHostPort(domain, strconv.Itoa(names.LatticeV2Port)), Host: domain, Carry: carry}
	return ends, nil
}

// endpoint is that of an address.
func endpoint(address string) (*Endpoint, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%q is not an address", address)
	}
	e := &Endpoint{Address: u.Host, TLS: u.Scheme == "https", Host: u.Hostname(), Base: strings.TrimSuffix(u.Path, "/")}
	if u.Port() == "" {
		e.Address = net.JoinHostPort(u.Host, map[bool]string{true: "443", false: "80"}[e.TLS])
	}
	return e, nil
}

// outputs has those of all stacks of a stage. A stack of the same name that does not carry the
// token is none of them.
func outputs(ctx context.Context, c *cloud.Cloud, s *Settings) (map[string]string, error) {
	all := map[string]string{}
	for _, name := range names.Stacks(s.Stage) {
		stack, err := c.Stack(ctx, name)
		switch {
		case err != nil:
			return nil, err
		case stack == nil:
			return nil, fmt.Errorf("stack %s is not deployed", name)
		case stack.Token != s.Token:
			return nil, fmt.Errorf("stack %s: %w", name, cloud.ErrForeign)
		}
		maps.Copy(all, stack.Outputs)
	}
	return all, nil
}
