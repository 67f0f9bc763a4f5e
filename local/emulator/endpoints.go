package emulator

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example.com/alb-lambda/deployment"
)

// FrontEndsDir has the state of the front ends that package deployed puts before what is deployed.
func (e *Emulator) FrontEndsDir() string { return filepath.Join(e.Dir, "frontends") }

// AddressFile has the address at which the front ends say where they are.
func (e *Emulator) AddressFile() string { return filepath.Join(e.FrontEndsDir(), "address") }

// A FrontEnd is a listener, a REST API or a function URL that is deployed, at its address on this
// machine.
type FrontEnd struct {
	// Name is the construct path, and for a listener its protocol and port.
	Name string
	// Stack is the name of the stack that it is in.
	Stack string
	// Protocol and Port are those of a listener on AWS. They are empty for the others.
	Protocol string
	Port     int
	// URL is the address, without a slash at the end. Stages are those of a REST API, of which each
	// is below the address.
	URL    string
	Stages []string
	// Authority is the file of the certificate that has issued that of a listener for HTTPS.
	Authority string
}

// Served is all that is deployed, as it is deployed now.
type Served struct {
	FrontEnds []FrontEnd
	// NotSimulated names what would change a request or a response on AWS and does not here, a line
	// each.
	NotSimulated []string
}

// FrontEnds lists the front ends of all that is deployed, as it is deployed now.
func (e *Emulator) FrontEnds(ctx context.Context) ([]FrontEnd, error) {
	s, err := e.Served(ctx)
	return s.FrontEnds, err
}

// Served returns what is served, as it is deployed now.
func (e *Emulator) Served(ctx context.Context) (s Served, err error) {
	address, err := os.ReadFile(e.AddressFile())
	if errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("no front ends run for the emulator on port %d: there is no %s", e.Port, e.AddressFile())
	}
	if err != nil {
		return s, err
	}
	status, body, err := get(ctx, httpClient, string(address))
	if err != nil {
		return s, fmt.Errorf("the front ends of the emulator on port %d do not respond: %w", e.Port, err)
	}
	if status != http.StatusOK {
		return s, fmt.Errorf("the front ends of the emulator on port %d: %s", e.Port, body)
	}
	return s, json.Unmarshal(body, &s)
}

// An Endpoint is the address of one of the two front ends of the function: the REST API and the
// load balancer.
type Endpoint struct {
	// Name is the front end's: "API Gateway" or "Load balancer".
	Name string
	// IntegrationType is what the function reports for a request that came through this front end.
	IntegrationType string
	// Base is the address, without a slash at the end. A browser can open it.
	Base string
	// Authority is that of the [FrontEnd], for HTTPS.
	Authority string
}

// Endpoints finds the addresses of a stage's two front ends. On AWS they are the outputs APIURL and
// EchoURL.
func (d *Deployment) Endpoints(ctx context.Context) (api, alb Endpoint, err error) {
	all, err := d.FrontEnds(ctx)
	if err != nil {
		return api, alb, err
	}
	if api, err = d.api(all); err != nil {
		return api, alb, err
	}
	alb, err = d.alb(all)
	return api, alb, err
}

// API is the endpoint of API Gateway, from the moment when its stack is complete.
func (d *Deployment) API(ctx context.Context) (Endpoint, error) {
	all, err := d.FrontEnds(ctx)
	if err != nil {
		return Endpoint{}, err
	}
	return d.api(all)
}

func (d *Deployment) api(all []FrontEnd) (Endpoint, error) {
	stack := deployment.EchoAPI.Stack(d.Stage)
	for _, f := range all {
		if f.Stack == stack && slices.Contains(f.Stages, d.Stage) {
			return Endpoint{"API Gateway", "apigw", f.URL + "/" + d.Stage, ""}, nil
		}
	}
	return Endpoint{}, fmt.Errorf("the stack %s is not deployed", stack)
}

func (d *Deployment) alb(all []FrontEnd) (Endpoint, error) {
	stack := deployment.ALBLambda.Stack(d.Stage)
	// Where there is HTTPS, HTTP is redirected to it.
	for _, protocol := range []string{"HTTPS", "HTTP"} {
		for _, f := range all {
			if f.Stack == stack && f.Protocol == protocol {
				return Endpoint{"Load balancer", "alb", f.URL, f.Authority}, nil
			}
		}
	}
	return Endpoint{}, fmt.Errorf("the stack %s is not deployed", stack)
}

// Get sends a GET request for a path to the endpoint and returns the status and the body of the
// response.
func (e Endpoint) Get(ctx context.Context, path string) (status int, body []byte, err error) {
	config, err := e.TLS()
	if err != nil {
		return 0, nil, err
	}
	client := *httpClient
	if config != nil {
		transport := httpClient.Transport.(*http.Transport).Clone()
		transport.TLSClientConfig, client.Transport = config, transport
	}
	return get(ctx, &client, e.Base+path)
}

// TLS is for clients that trust the endpoint's certificate. It is nil for HTTP.
func (e Endpoint) TLS() (*tls.Config, error) {
	if e.Authority == "" {
		return nil, nil //nolint:nilnil // nil is the default of clients
	}
	certificate, err := os.ReadFile(e.Authority)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(certificate)
	return &tls.Config{RootCAs: roots}, nil
}

func get(ctx context.Context, client *http.Client, address string) (status int, body []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSpace(address), nil)
	if err != nil {
		return 0, nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	return response.StatusCode, body, err
}
