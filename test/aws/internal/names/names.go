// Package names has what the app that is deployed and the steps that use it agree on: names of
// stacks and outputs, paths, and how a request says which vector it belongs to.
//
// Constants and their spelling may enter. Neither CDK nor the AWS SDK may: the app has the one, the
// steps have the other.
package names

import (
	"crypto/subtle"
	"regexp"
	"strconv"
)

// Tag is the key of the tag that all stacks of a stage carry; its value is the token of the stage.
const Tag = "alb-lambda-prove"

// Functions is the stack of the functions of a stage.
func Functions(stage string) string { return "prove-functions-" + stage }

// Edge is the stack of the load balancer of a stage. It refers to the stack of the functions.
func Edge(stage string) string { return "prove-edge-" + stage }

// Stacks are those of a stage, in the order in which they are deployed.
func Stacks(stage string) []string { return []string{Functions(stage), Edge(stage)} }

// The outputs of the stacks.
const (
	FunctionURL         = "FunctionURL"
	StreamerURL         = "StreamerURL" // that of the function whose URL streams
	ServiceName         = "ServiceName"
	RecorderARN         = "RecorderARN"
	LoadBalancerDNSName = "LoadBalancerDNSName"
	LogBucket           = "LogBucket"
	LatticeDomain       = "LatticeDomain"
	CarrierName         = "CarrierName" // of the function that sends requests to VPC Lattice
)

// API is a REST API of the stage. It has an output of the name [API.Output].
type API struct {
	ID     string // of the construct
	Stream bool   // its response transfer mode is STREAM
	Binary []string
}

// Output is the output with its address.
func (a *API) Output() string { return a.ID + "URL" }

// APIs are those of the stage: what the vectors need. The first one has the key set.
var APIs = []API{
	{ID: "Plain"},
	{ID: "Stream", Stream: true},
	{ID: "Images", Binary: []string{"image/png"}},
	{ID: "Tests", Binary: []string{"image/png", "*/test"}},
	{ID: "Applications", Binary: []string{"image/png", "application/*", "image/jpg"}},
	{ID: "All", Binary: []string{"*/*"}},
}

// HTTPAPI is an HTTP API of the stage. It has an output of the name [HTTPAPI.Output], which is its
// address without a stage.
type HTTPAPI struct {
	ID       string // of the construct
	Payload1 bool   // its payload format version is 1.0, and not 2.0
}

// Output is the output with its address.
func (a *HTTPAPI) Output() string { return a.ID + "URL" }

// HTTPAPIs are those of the stage, and HTTPStages are the stages of each.
var (
	HTTPAPIs   = []HTTPAPI{{ID: "HTTP"}, {ID: "HTTPPayload1", Payload1: true}}
	HTTPStages = []string{"$default", "dev"}
)

// The constructs of the functions with a URL.
const (
	Recorder = "Recorder"
	Streamer = "Streamer" // the same, with a URL that streams
)

// The paths of the rules. No vector has a path that begins like them.
const (
	KeySet    = "/prove/keys" // of the REST API
	Gone      = "/prove/gone"
	Moved     = "/prove/moved"
	Service   = "/prove/service"
	Stripped  = "/prove/stripped"
	Rewritten = "/prove/rewritten"
	Chosen    = "/prove/chosen"
	Weighted  = "/prove/weighted"
	Token     = "/prove/token"
)

// What the app and the steps count on.
const (
	SinglePort     = 8080 // of the listener that sends the last value of a header
	LatticePort    = 80   // of the listener of VPC Lattice for events of version 1
	LatticeV2Port  = 8080 // and of version 2
	ServiceWeight  = 3
	RecorderWeight = 1
	CanaryPercent  = 50
	CanaryMinutes  = 3 // an alarm needs one or two to go off
	Issuer         = "https://prove.example.com"
)

// Mode is what the recorder does with a request of a vector.
type Mode string

// The modes.
const (
	Record  Mode = "record"  // respond with the event, as for all requests of no other mode
	Respond Mode = "respond" // respond as the vector says
	Sized   Mode = "sized"   // respond with as many bytes of JSON as the number says
	Stream  Mode = "stream"  // respond with a stream, without which some front ends have no response
)

// Header is the header by which the recorder recognizes a request. Its value is that of [Mark].
const Header = "X-Prove"

// Mark says what the recorder is to do, and for which vector, or how large; and with the token of
// the stage, that the request is of its run.
func Mark(mode Mode, n int, token string) string {
	return string(mode) + "-" + strconv.Itoa(n) + "-" + token
}

var marked = regexp.MustCompile(`(?i)"x-prove":\s*\[?\s*"(record|respond|sized|stream)-([0-9]+)-([0-9a-z]*)"`)

// Marked finds in an event what [Mark] says. In a body, quotes are escaped. An event that carries
// another token is not marked.
func Marked(event []byte, token string) (mode Mode, n int, ok bool) {
	match := marked.FindSubmatch(event)
	if match == nil || subtle.ConstantTimeCompare(match[3], []byte(token)) == 0 {
		return "", 0, false
	}
	n, err := strconv.Atoi(string(match[2]))
	return Mode(match[1]), n, err == nil
}

// CertificateHost is the name in the certificate that a run imports where no domain is given. It
// leads nowhere: https://www.rfc-editor.org/rfc/rfc2606#section-2
const CertificateHost = "prove.invalid"

// The steps.
const (
	StepCertificate = "certificate"
	StepDeploy      = "deploy"
	StepReach       = "reach"
	StepDiff        = "diff"
	StepPermission  = "permission"
	StepRules       = "rules"
	StepTransforms  = "transforms"
	StepWeights     = "weights"
	StepTokens      = "tokens"
	StepTLS         = "tls"
	StepEvents      = "events"
	StepResponses   = "responses"
	StepLimits      = "limits"
	StepProtection  = "protection"
	StepCanary      = "canary"
	StepRollback    = "rollback"
	StepLogs        = "logs"
	StepDiffAfter   = "diff-after"
	StepDestroy     = "destroy"
	StepNothingLeft = "nothing-left"
)
