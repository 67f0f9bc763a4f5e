package faults

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/stage"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// A census is what exists, by kind and name: not what the stacks claim to own, but what each
// service reports.
type census map[string]bool

// A listing is a request that lists all resources of a kind, in the plain protocol of its service.
type listing struct {
	kind, service, method, path string
	form                        url.Values
	target, input               string // the operation and its input, where the protocol is JSON
	name                        *regexp.Regexp
}

func query(service, action, version string) url.Values {
	return url.Values{"Action": {action}, "Version": {version}, "Service": {service}}
}

const ec2 = "2016-11-15"

// listings are what [emulator.Emulator.Resources] leaves out: the local command does not need these
// services' clients.
var listings = []listing{
	{kind: "VPC", service: "ec2", form: query("ec2", "DescribeVpcs", ec2), name: regexp.MustCompile(`<vpcId>([^<]+)`)},
	{kind: "subnet", service: "ec2", form: query("ec2", "DescribeSubnets", ec2), name: regexp.MustCompile(`<subnetId>([^<]+)`)},
	{kind: "security group", service: "ec2", form: query("ec2", "DescribeSecurityGroups", ec2), name: regexp.MustCompile(`<groupId>([^<]+)`)},
	{kind: "gateway", service: "ec2", form: query("ec2", "DescribeInternetGateways", ec2), name: regexp.MustCompile(`<internetGatewayId>([^<]+)`)},
	{kind: "route table", service: "ec2", form: query("ec2", "DescribeRouteTables", ec2), name: regexp.MustCompile(`<routeTableId>([^<]+)`)},
	{kind: "role", service: "iam", form: query("iam", "ListRoles", "2010-05-08"), name: regexp.MustCompile(`<RoleName>([^<]+)`)},
	{kind: "log group", service: "logs", target: "Logs_20140328.DescribeLogGroups", name: regexp.MustCompile(`"logGroupName": ?"([^"]+)"`)},
	{kind: "REST API", service: "apigateway", method: http.MethodGet, path: "/restapis", name: regexp.MustCompile(`"id": ?"([^"]+)"`)},
}

// count takes the census.
func (w *world) count() census {
	w.Helper()
	found := census{}
	for _, resource := range stage.Resources(w.T, w.d.Emulator) {
		found[resource.String()] = true
	}
	for _, l := range listings {
		for _, match := range l.name.FindAllStringSubmatch(w.list(l), -1) {
			found[l.kind+" "+match[1]] = true
		}
	}
	return found
}

func (w *world) list(l listing) string {
	w.Helper()
	method, body, contentType := http.MethodPost, l.form.Encode(), "application/x-www-form-urlencoded"
	if l.method != "" {
		method = l.method
	}
	if l.target != "" {
		body, contentType = cmp.Or(l.input, "{}"), "application/x-amz-json-1.1"
	}
	request, err := http.NewRequestWithContext(w.Context(), method, w.d.URL()+"/"+strings.TrimPrefix(l.path, "/"), strings.NewReader(body))
	stage.Must(w.T, err)
	request.Header.Set("Content-Type", contentType)
	// The emulator identifies the service by the scope of the credentials, and checks no signature.
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/"+l.service+
		"/aws4_request, SignedHeaders=host, Signature=none")
	if l.target != "" {
		request.Header.Set("X-Amz-Target", l.target)
	}
	response, err := http.DefaultClient.Do(request)
	stage.Must(w.T, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	stage.Must(w.T, err)
	if response.StatusCode != http.StatusOK {
		w.Fatalf("list every %s: %s: %s", l.kind, response.Status, text)
	}
	return string(text)
}

// kinds counts the resources of a census by kind.
func (c census) kinds() map[string]int {
	counts := map[string]int{}
	for resource := range c {
		counts[kind(resource)]++
	}
	return counts
}

func kind(resource string) string {
	for _, l := range listings {
		if strings.HasPrefix(resource, l.kind+" ") {
			return l.kind
		}
	}
	for _, two := range []string{"load balancer", "target group"} {
		if strings.HasPrefix(resource, two+" ") {
			return two
		}
	}
	first, _, _ := strings.Cut(resource, " ")
	return first
}

// without lists what is in c and not in the other, sorted.
func (c census) without(other census) []string {
	var more []string
	for _, resource := range slices.Sorted(maps.Keys(c)) {
		if !other[resource] {
			more = append(more, resource)
		}
	}
	return more
}

// wantNothing fails the test if something is left, or something is gone that was there before.
func (w *world) wantNothing() {
	w.Helper()
	now := w.count()
	if left, gone := now.without(w.empty), w.empty.without(now); len(left) > 0 || len(gone) > 0 {
		w.Errorf("left behind: %q\nlost: %q", left, gone)
	}
}

// wantUp fails the test unless both endpoints respond, every stack is complete, and no resource is
// there twice.
func (w *world) wantUp() {
	w.Helper()
	stacks, err := w.d.Stacks(w.Context())
	w.must(err)
	for _, stack := range stacks {
		switch status := string(stack.StackStatus); status {
		case "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE":
		default:
			w.Errorf("%s is %s", aws.ToString(stack.StackName), status)
		}
	}
	counts := w.count().kinds()
	had := w.empty.kinds()
	for kind, want := range map[string]int{
		"stack": 3, "function": 2, "load balancer": 1, "target group": 1, "bucket": 1,
		"VPC": 1, "subnet": 2, "gateway": 1, "REST API": 1, "role": 2, "log group": 2,
	} {
		if got := counts[kind] - had[kind]; got != want {
			w.Errorf("there are %d of kind %s, want %d: %q", got, kind, want, w.count().without(w.empty))
		}
	}
	w.wantResponses()
}

// wantResponses fails the test unless both endpoints respond, each as itself.
func (w *world) wantResponses() {
	w.Helper()
	api, alb, err := w.d.Endpoints(w.Context())
	w.must(err)
	w.message(api)
	w.message(alb)
}

// message sends a request to an endpoint, and returns how the echo says that it came.
func (w *world) message(endpoint emulator.Endpoint) string {
	w.Helper()
	status, body, err := endpoint.Get(w.Context(), "/echo")
	w.must(err)
	var echo struct{ IntegrationType, Message string }
	if err := json.Unmarshal(body, &echo); err != nil || status != http.StatusOK || echo.IntegrationType != endpoint.IntegrationType {
		w.Errorf("%s: %d %s; want 200 and integrationType %q", endpoint.Name, status, body, endpoint.IntegrationType)
	}
	return echo.Message
}

// wantMultiValue fails the test unless the load balancer has multi-value headers on, or off.
func (w *world) wantMultiValue(on bool) {
	w.Helper()
	_, alb, err := w.d.Endpoints(w.Context())
	w.must(err)
	if message := w.message(alb); strings.Contains(message, "with multi-value headers") != on {
		w.Errorf("the echo's message is %q; want multi-value headers: %t", message, on)
	}
}
