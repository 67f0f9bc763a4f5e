// Package platform is where a stage is deployed: an account of AWS, the emulator, or the front ends
// of this machine. The steps of the proof are the same on each; a platform says which of them it
// cannot show, and why.
//
// How a stage is deployed, reached and stopped may enter. What is tried with it is the business of
// package proof.
package platform

import (
	"context"
	"strconv"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/wire"
)

// Platform is one of them.
type Platform interface {
	// Name is what the command line calls it.
	Name() string
	// Cannot has the steps that it cannot show, each with the reason.
	Cannot() map[string]string
	// Open prepares it, and returns the account and the region.
	Open(ctx context.Context) (account, region string, err error)
	// Deploy deploys all stacks of a stage.
	Deploy(ctx context.Context, s *Settings) error
	// Diff fails if a deployment would change anything.
	Diff(ctx context.Context, s *Settings) error
	// Endpoints are the addresses of what is deployed.
	Endpoints(ctx context.Context, s *Settings) (*Endpoints, error)
	// Cloud has the services that stacks are deployed to. It is nil where there are none.
	Cloud() *cloud.Cloud
	// Close stops what does not outlive the run.
	Close() error
}

// Settings are what is deployed: the context keys of the app.
type Settings struct {
	Stage, Token         string
	Release              string
	Broken, Protect      bool
	Certificate          string // ARN, or ""
	Domain, Zone, ZoneID string // or ""
	WithoutLattice       bool   // the stage has no VPC Lattice
	Keys                 string // the JSON Web Key Set
	Dir                  string // for what the deployment writes
}

// context is what the CDK toolkit gets.
func (s *Settings) context() []string {
	var pairs []string
	for _, pair := range [][2]string{
		{"stage", s.Stage}, {"token", s.Token}, {"release", s.Release}, {"keys", s.Keys}, {"certificate", s.Certificate},
		{"domain", s.Domain}, {"zone", s.Zone}, {"zoneID", s.ZoneID}, {"broken", strconv.FormatBool(s.Broken)}, {"protect", strconv.FormatBool(s.Protect)},
	} {
		if pair[1] != "" {
			pairs = append(pairs, pair[0]+"="+pair[1])
		}
	}
	if s.WithoutLattice {
		pairs = append(pairs, "lattice=false")
	}
	return pairs
}

// Endpoint is the address of a front end.
type Endpoint struct {
	Address string // host and port to connect to
	TLS     bool
	Host    string // of the Host header and of TLS, unless the request has one
	Port    int    // that the listener of a load balancer has on AWS
	Base    string // path before that of a request
	Token   string // of the stage, which a request carries
	Roots   []byte // PEM of who issued its certificate; nil is the system's

	// Carry sends a request of a method to the port, where this machine cannot connect.
	Carry func(ctx context.Context, port int, method string, request []byte) (*wire.Response, error)
}

// Endpoints are those of a stage. One that the platform does not have is nil.
type Endpoints struct {
	Multi, Single      *Endpoint // of the load balancer: all values of headers, the last ones
	Secure             *Endpoint // of the load balancer, by TLS
	URL, StreamURL     *Endpoint // of the recorder: buffered, and with the invoke mode RESPONSE_STREAM
	Lattice, LatticeV2 *Endpoint // of VPC Lattice: with events of version 1, and of version 2

	APIs map[string]*Endpoint // of the REST APIs by id, each with its stage as base
	HTTP map[string]*Endpoint // of the HTTP APIs by id and stage: [HTTPKey]

	LeftOut map[string]string         // vectors that cannot be shown here, each with the reason
	Without map[httpevent.Kind]string // why the platform has no front end of a kind
}

// HTTPKey is the key of an HTTP API with a stage in [Endpoints.HTTP].
func HTTPKey(id, stage string) string { return id + " " + stage }

// All are those of the stage, by what a reader calls them, in their order.
func (e *Endpoints) All() []Named {
	all := []Named{
		{"the load balancer", false, e.Multi}, {"its second listener", false, e.Single}, {"its listener for TLS", false, e.Secure},
		{"the function URL", false, e.URL}, {"the function URL that streams", true, e.StreamURL},
		{"VPC Lattice, events of version 1", false, e.Lattice}, {"VPC Lattice, events of version 2", false, e.LatticeV2},
	}
	for i := range names.APIs {
		all = append(all, Named{"the REST API " + names.APIs[i].ID, names.APIs[i].Stream, e.APIs[names.APIs[i].ID]})
	}
	for i := range names.HTTPAPIs {
		for _, stage := range names.HTTPStages {
			all = append(all, Named{"the HTTP API " + names.HTTPAPIs[i].ID + ", stage " + stage, false, e.HTTP[HTTPKey(names.HTTPAPIs[i].ID, stage)]})
		}
	}
	return all
}

// Named is an endpoint with what a reader calls it.
type Named struct {
	Name   string
	Stream bool // it needs a response that is streamed
	*Endpoint
}
