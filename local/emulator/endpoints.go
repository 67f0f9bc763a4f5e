package emulator

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"example.com/alb-lambda/deployment"
	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
)

// An Endpoint is the address of one of the two front ends of the function: the REST API and the
// load balancer.
type Endpoint struct {
	// Name is the front end's: "API Gateway" or "Load balancer".
	Name string
	// IntegrationType is what the function reports for a request that came through this front end.
	IntegrationType string
	// Base is the address, without a slash at the end. A browser can open it.
	Base string
}

// Endpoints finds the addresses of a stage's two front ends. On AWS they are the outputs APIURL and
// EchoURL; here each name under amazonaws.com becomes a path of the emulator.
func (d *Deployment) Endpoints(ctx context.Context) (api, alb Endpoint, err error) {
	if api, err = d.API(ctx); err != nil {
		return api, alb, err
	}
	alb, err = d.ALB(ctx)
	return api, alb, err
}

// API is the endpoint of API Gateway, from the moment when its stack is complete.
func (d *Deployment) API(ctx context.Context) (Endpoint, error) {
	address, err := d.output(ctx, deployment.EchoAPI.Stack(d.Stage), deployment.APIURL)
	if err != nil {
		return Endpoint{}, err
	}
	onAWS, err := url.Parse(address)
	if err != nil {
		return Endpoint{}, fmt.Errorf("output %s: %w", deployment.APIURL, err)
	}
	id, _, _ := strings.Cut(onAWS.Hostname(), ".")
	return Endpoint{"API Gateway", "apigw", d.URL() + "/_aws/execute-api/" + id + strings.TrimSuffix(onAWS.Path, "/")}, nil
}

// ALB is the endpoint of the load balancer, from the moment when its stack is complete.
func (d *Deployment) ALB(ctx context.Context) (Endpoint, error) {
	dnsName, err := d.output(ctx, deployment.ALBLambda.Stack(d.Stage), deployment.LoadBalancerDNSName)
	if err != nil {
		return Endpoint{}, err
	}
	name, err := d.loadBalancerName(ctx, dnsName)
	if err != nil {
		return Endpoint{}, err
	}
	return Endpoint{"Load balancer", "alb", d.URL() + "/_alb/" + name}, nil
}

func (e *Emulator) loadBalancerName(ctx context.Context, dnsName string) (string, error) {
	pages := elbv2.NewDescribeLoadBalancersPaginator(e.elbv2(), &elbv2.DescribeLoadBalancersInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", err
		}
		for _, lb := range page.LoadBalancers {
			if aws.ToString(lb.DNSName) == dnsName {
				return aws.ToString(lb.LoadBalancerName), nil
			}
		}
	}
	return "", fmt.Errorf("no load balancer has the DNS name %s", dnsName)
}

// Get sends a GET request for a path to the endpoint and returns the status and the body of the
// response.
func (e Endpoint) Get(ctx context.Context, path string) (status int, body []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.Base+path, nil)
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
