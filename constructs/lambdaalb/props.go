package lambdaalb

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/constructs/fault"
	"example.com/alb-lambda/constructs/logbucket"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
)

// Props of a [Balancer].
type Props struct {
	// VPC has the balancer's public subnets, in two zones at least. Required.
	VPC awsec2.IVpc
	// SecurityGroup decides who reaches the balancer. Required; a listener
	// adds no rules to it.
	SecurityGroup awsec2.ISecurityGroup
	// Port of the HTTP listener, 1..65535. Default: 80.
	Port int
	// HTTP2 lets clients speak HTTP/2, which browsers do over HTTPS only.
	// Default: false.
	HTTP2 bool
	// DeletionProtection makes AWS refuse to delete the balancer. Default: false.
	DeletionProtection bool
	// Default answers what no route matches. Default: 404 with a JSON body.
	Default *FixedResponse
	// Logs are the balancer's access logs. Default: none.
	Logs *Logs
}

// FixedResponse is an answer that the balancer gives by itself.
type FixedResponse struct {
	// Status is a code of class 2xx, 4xx or 5xx. Default: 404.
	Status int
	// ContentType is one of text/plain, text/css, text/html,
	// application/javascript and application/json. Default: application/json.
	ContentType string
	// Body has at most 1,024 bytes. Default: {"message":"Not Found"} where
	// neither Status nor ContentType is given, else none.
	Body string
}

// Logs are written to a bucket, as gzip files every five minutes.
type Logs struct {
	// Bucket receives the logs. Required.
	Bucket *logbucket.LogBucket
	// Prefix of the keys, without a slash at either end and without "AWSLogs".
	// Default: alb.
	Prefix string
}

const (
	defaultPort      = 80
	defaultLogPrefix = "alb"
	defaultBody      = `{"message":"Not Found"}`
	maxFixedBody     = 1024
)

func (p *Props) setDefaults() {
	if p.Port == 0 {
		p.Port = defaultPort
	}
	fixed := FixedResponse{}
	if p.Default != nil {
		fixed = *p.Default
	}
	if fixed == (FixedResponse{}) {
		fixed.Body = defaultBody
	}
	if fixed.Status == 0 {
		fixed.Status = 404
	}
	if fixed.ContentType == "" {
		fixed.ContentType = "application/json"
	}
	p.Default = &fixed
	if p.Logs != nil && p.Logs.Prefix == "" {
		p.Logs = &Logs{Bucket: p.Logs.Bucket, Prefix: defaultLogPrefix}
	}
}

func (p *Props) check(faults *fault.List) {
	if p.VPC == nil {
		faults.Add("VPC", "it is nil", "give the VPC whose public subnets the balancer stands in")
	}
	if p.SecurityGroup == nil {
		faults.Add("SecurityGroup", "it is nil", "give the group that lets clients in, like network.SecurityGroup()")
	}
	faults.Between("Port", float64(p.Port), 1, 65535, "leave it out for 80")
	p.Default.check("Default", faults)
	if p.Logs != nil {
		p.Logs.check(faults)
	}
}

// check applies the quotas of
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html
func (f *FixedResponse) check(field string, faults *fault.List) {
	if class := f.Status / 100; class != 2 && class != 4 && class != 5 {
		faults.Add(field+".Status", fmt.Sprintf("%d is not of class 2xx, 4xx or 5xx", f.Status), "use a code like 404")
	}
	faults.OneOf(field+".ContentType", f.ContentType,
		"text/plain", "text/css", "text/html", "application/javascript", "application/json")
	if n := len(f.Body); n > maxFixedBody {
		faults.Add(field+".Body", fmt.Sprintf("%d bytes are over the limit of %d", n, maxFixedBody), "shorten it, or answer from a function")
	}
}

func (l *Logs) check(faults *fault.List) {
	if l.Bucket == nil {
		faults.Add("Logs.Bucket", "it is nil", "give a logbucket.LogBucket")
	}
	switch {
	case strings.HasPrefix(l.Prefix, "/") || strings.HasSuffix(l.Prefix, "/"):
		faults.Add("Logs.Prefix", fmt.Sprintf("%q begins or ends with a slash", l.Prefix), "leave the slashes out")
	case strings.Contains(l.Prefix, "AWSLogs"):
		faults.Add("Logs.Prefix", fmt.Sprintf("%q contains AWSLogs, which AWS adds itself", l.Prefix), "leave AWSLogs out")
	}
}
