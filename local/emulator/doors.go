package emulator

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
)

// A Door is one of the two ways to the function.
type Door struct {
	// Name is what people call it.
	Name string
	// IntegrationType is what the function says of a request that came this way.
	IntegrationType string
	// Base is the door's address, without a slash at the end. A browser can open it.
	Base string
}

// Doors finds the addresses of a stage's two doors: API Gateway and the load balancer. On AWS they are the
// outputs APIURL and EchoURL; here each name under amazonaws.com becomes a path of the emulator.
func (d *Deployment) Doors(ctx context.Context) (api, balancer Door, err error) {
	address, err := d.output(ctx, "echo-api-"+d.Stage, "APIURL")
	if err != nil {
		return api, balancer, err
	}
	onAWS, err := url.Parse(address)
	if err != nil {
		return api, balancer, fmt.Errorf("output APIURL: %w", err)
	}
	id, _, _ := strings.Cut(onAWS.Hostname(), ".")
	api = Door{"API Gateway", "apigw", d.URL() + "/_aws/execute-api/" + id + strings.TrimSuffix(onAWS.Path, "/")}

	dnsName, err := d.output(ctx, "alb-lambda-"+d.Stage, "LoadBalancerDNSName")
	if err != nil {
		return api, balancer, err
	}
	name, err := d.balancerName(ctx, dnsName)
	if err != nil {
		return api, balancer, err
	}
	return api, Door{"Load balancer", "alb", d.URL() + "/_alb/" + name}, nil
}

func (e *Emulator) balancerName(ctx context.Context, dnsName string) (string, error) {
	pages := elbv2.NewDescribeLoadBalancersPaginator(e.balancing(), &elbv2.DescribeLoadBalancersInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", err
		}
		for _, balancer := range page.LoadBalancers {
			if aws.ToString(balancer.DNSName) == dnsName {
				return aws.ToString(balancer.LoadBalancerName), nil
			}
		}
	}
	return "", fmt.Errorf("no load balancer has the DNS name %s", dnsName)
}

// Get asks a door for a path and returns the status and the body.
func (d Door) Get(ctx context.Context, path string) (status int, body []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.Base+path, nil)
	if err != nil {
		return 0, nil, err
	}
	response, err := httpClient.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	return response.StatusCode, body, err
}
