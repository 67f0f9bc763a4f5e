// Package endpoint finds the endpoints of a deployment's two front ends and sends requests to them.
// It is the only package of the command that uses the network; what the responses mean is not its
// business.
package endpoint

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"example.com/alb-lambda/deployment"
	"example.com/alb-lambda/local/emulator"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
)

// An Endpoint is the address of one of the function's two front ends.
type Endpoint struct {
	Name string `json:"name"` // API Gateway or Load balancer
	// Base is the address before the path, without a slash at the end: for API Gateway it ends with
	// the stage.
	Base string `json:"base"`
	// TLS has the authorities that are trusted. Default: those of the system.
	TLS *tls.Config `json:"-"`
}

// Endpoints are those of both front ends of one deployment.
type Endpoints struct {
	API, ALB Endpoint
	// Place says where they are: "the emulator at http://127.0.0.1:4566", "AWS".
	Place string
}

// Config says where to look for the endpoints.
type Config struct {
	// API and ALB are the endpoints' addresses. Both or neither. Default: the outputs of the
	// stacks.
	API, ALB string
	// Port of the emulator on 127.0.0.1. Default: that of AWS_ENDPOINT_URL, else 4566 if something
	// listens there.
	Port int
	// AWS looks on AWS, by the default credential chain, even if an emulator runs. Default: false.
	AWS bool
	// Stage of the deployment. Required without API and ALB.
	Stage string
	// URL is the value of AWS_ENDPOINT_URL. Default: empty.
	URL string
}

// Find finds the endpoints of both front ends.
func Find(ctx context.Context, c Config) (Endpoints, error) {
	if c.API != "" {
		return given(c)
	}
	port, err := emulatorPort(c)
	if err != nil {
		return Endpoints{}, err
	}
	switch {
	case c.AWS:
		return onAWS(ctx, c.Stage)
	case port != 0:
		return onEmulator(ctx, c.Stage, port)
	case listens(ctx, emulator.DefaultPort):
		return onEmulator(ctx, c.Stage, emulator.DefaultPort)
	default:
		return onAWS(ctx, c.Stage)
	}
}

func given(c Config) (Endpoints, error) {
	api, err := base("--api", c.API)
	if err != nil {
		return Endpoints{}, err
	}
	alb, err := base("--alb", c.ALB)
	if err != nil {
		return Endpoints{}, err
	}
	return Endpoints{Endpoint{Name: "API Gateway", Base: api}, Endpoint{Name: "Load balancer", Base: alb}, "the given addresses"}, nil
}

func base(flag, address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("%s %q is not an http address without a query; write it like http://name.us-east-1.elb.amazonaws.com", flag, address)
	}
	return strings.TrimSuffix(address, "/"), nil
}

func emulatorPort(c Config) (int, error) {
	if c.AWS && c.URL != "" {
		return 0, fmt.Errorf("--aws and AWS_ENDPOINT_URL=%s name two places; unset AWS_ENDPOINT_URL, or leave --aws out", c.URL)
	}
	if c.Port != 0 || c.URL == "" {
		return c.Port, nil
	}
	u, err := url.Parse(c.URL)
	if err == nil && (u.Hostname() == emulator.Host || u.Hostname() == "localhost") {
		if port, err := strconv.Atoi(u.Port()); err == nil {
			return port, nil
		}
	}
	return 0, fmt.Errorf("AWS_ENDPOINT_URL %q is not an emulator on this machine, like http://%s:%d; name the endpoints with --api and --alb, or unset it for AWS",
		c.URL, emulator.Host, emulator.DefaultPort)
}

func listens(ctx context.Context, port int) bool {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(emulator.Host, strconv.Itoa(port)))
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}

func onEmulator(ctx context.Context, stage string, port int) (Endpoints, error) {
	deployed := &emulator.Deployment{Emulator: emulator.New(emulator.Config{Port: port}), Stage: stage}
	api, alb, err := deployed.Endpoints(ctx)
	if err != nil {
		return Endpoints{}, fmt.Errorf("the emulator on port %d has no complete stage %q: %w; `go run ./local up --port %[1]d --stage %[2]s` deploys it", port, stage, err)
	}
	config, err := alb.TLS()
	if err != nil {
		return Endpoints{}, err
	}
	return Endpoints{Endpoint{Name: api.Name, Base: api.Base}, Endpoint{alb.Name, alb.Base, config}, "the emulator at " + deployed.URL()}, nil
}

func onAWS(ctx context.Context, stage string) (Endpoints, error) {
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return Endpoints{}, fmt.Errorf("read the AWS configuration: %w", err)
	}
	if settings.Region == "" {
		return Endpoints{}, errors.New("no emulator runs on port " + strconv.Itoa(emulator.DefaultPort) + " and no AWS region is set; " +
			"`go run ./local up` starts the emulator, AWS_REGION or AWS_PROFILE choose a region, --api and --alb name the endpoints")
	}
	stacks := cloudformation.NewFromConfig(settings)
	api, err := output(ctx, stacks, deployment.EchoAPI.Stack(stage), deployment.APIURL)
	if err != nil {
		return Endpoints{}, err
	}
	name, err := output(ctx, stacks, deployment.ALBLambda.Stack(stage), deployment.LoadBalancerDNSName)
	if err != nil {
		return Endpoints{}, err
	}
	return Endpoints{Endpoint{Name: "API Gateway", Base: strings.TrimSuffix(api, "/")}, Endpoint{Name: "Load balancer", Base: "http://" + name}, "AWS, " + settings.Region}, nil
}

func output(ctx context.Context, stacks *cloudformation.Client, stack, key string) (string, error) {
	found, err := stacks.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &stack})
	if err != nil {
		return "", fmt.Errorf("stack %s on AWS: %w; deploy it with `npx cdk deploy --all`, name the endpoints with --api and --alb, or start the emulator with `go run ./local up`", stack, err)
	}
	for _, o := range found.Stacks[0].Outputs {
		if aws.ToString(o.OutputKey) == key {
			return aws.ToString(o.OutputValue), nil
		}
	}
	return "", fmt.Errorf("stack %s on AWS has no output %s; deploy it again with `npx cdk deploy %[1]s`", stack, key)
}

// URL is the value of AWS_ENDPOINT_URL.
func URL() string { return os.Getenv("AWS_ENDPOINT_URL") }
