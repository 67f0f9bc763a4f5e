// Package names has what the app that is deployed and the steps that use it agree on: names of
// stacks and outputs, paths, and how a request says which vector it belongs to.
//
// Constants and their spelling may enter. Neither CDK nor the AWS SDK may: the app has the one, the
// steps have the other.
package names

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
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
	APIURL              = "APIURL"
	FunctionURL         = "FunctionURL"
	ServiceName         = "ServiceName"
	RecorderARN         = "RecorderARN"
	LoadBalancerDNSName = "LoadBalancerDNSName"
	LogBucket           = "LogBucket"
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
	ServiceWeight  = 3
	RecorderWeight = 1
	CanaryPercent  = 50
	CanaryMinutes  = 3 // an alarm needs one or two to go off
	Issuer         = "https://prove.example.com"
)

// Mode is what the recorder does with a request of a vector.
type Mode uint8

// The modes.
const (
	Record  Mode = iota + 1 // respond with the event
	Respond                 // respond as the vector says
	Short                   // respond with nothing
)

// TraceID is a value of X-Amzn-Trace-Id that says which vector a request belongs to. Every front
// end passes the root on, and adds a field or a header where there is none, so that the event has
// no other member for it.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
func TraceID(at time.Time, mode Mode, vector int) string {
	return fmt.Sprintf("Root=1-%08x-%s%02x%012x", uint32(at.Unix()), mark, mode, vector)
}

const mark = "70726f7665" // "prove" in hexadecimal digits

var traced = regexp.MustCompile(`Root=1-[0-9a-f]{8}-` + mark + `([0-9a-f]{2})([0-9a-f]{12})`)

// Vector finds in an event what [TraceID] says.
func Vector(event []byte) (mode Mode, vector int, ok bool) {
	match := traced.FindSubmatch(event)
	if match == nil {
		return 0, 0, false
	}
	m, _ := strconv.ParseUint(string(match[1]), 16, 8) // they are hexadecimal digits
	n, _ := strconv.ParseInt(string(match[2]), 16, 64)
	return Mode(m), int(n), true
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
