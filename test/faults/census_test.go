package faults

import (
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

// A census is what exists, by kind and name: not what stacks claim to own, but what each service says it has.
type census map[string]bool

// A question asks a service, by its plain protocol, for all that it has of a kind.
type question struct {
	kind, service, method, path string
	form                        url.Values
	target                      string // of a service that speaks JSON
	name                        *regexp.Regexp
}

func query(service, action, version string) url.Values {
	return url.Values{"Action": {action}, "Version": {version}, "Service": {service}}
}

const ec2 = "2016-11-15"

// questions are what local's own inventory leaves out: that one has no need of the services' clients.
var questions = []question{
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
	for _, thing := range stage.Resources(w.T, w.d.Emulator) {
		found[thing.String()] = true
	}
	for _, q := range questions {
		for _, match := range q.name.FindAllStringSubmatch(w.ask(q), -1) {
			found[q.kind+" "+match[1]] = true
		}
	}
	return found
}

func (w *world) ask(q question) string {
	w.Helper()
	method, body, contentType := http.MethodPost, q.form.Encode(), "application/x-www-form-urlencoded"
	if q.method != "" {
		method = q.method
	}
	if q.target != "" {
		body, contentType = "{}", "application/x-amz-json-1.1"
	}
	request, err := http.NewRequestWithContext(w.Context(), method, w.d.URL()+"/"+strings.TrimPrefix(q.path, "/"), strings.NewReader(body))
	stage.Must(w.T, err)
	request.Header.Set("Content-Type", contentType)
	// The emulator tells services apart by the scope of the credentials, and asks for no signature.
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/"+q.service+
		"/aws4_request, SignedHeaders=host, Signature=none")
	if q.target != "" {
		request.Header.Set("X-Amz-Target", q.target)
	}
	response, err := http.DefaultClient.Do(request)
	stage.Must(w.T, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	stage.Must(w.T, err)
	if response.StatusCode != http.StatusOK {
		w.Fatalf("list every %s: %s: %s", q.kind, response.Status, text)
	}
	return string(text)
}

// kinds counts the things of a census by kind.
func (c census) kinds() map[string]int {
	counts := map[string]int{}
	for thing := range c {
		counts[kind(thing)]++
	}
	return counts
}

func kind(thing string) string {
	for _, q := range questions {
		if strings.HasPrefix(thing, q.kind+" ") {
			return q.kind
		}
	}
	for _, two := range []string{"load balancer", "target group"} {
		if strings.HasPrefix(thing, two+" ") {
			return two
		}
	}
	first, _, _ := strings.Cut(thing, " ")
	return first
}

// without lists what is in c and not in the other, sorted.
func (c census) without(other census) []string {
	var more []string
	for _, thing := range slices.Sorted(maps.Keys(c)) {
		if !other[thing] {
			more = append(more, thing)
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

// wantUp fails the test unless both doors answer, no stack is in trouble, and there is one of each thing.
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
	w.wantAnswers()
}

// wantAnswers fails the test unless both doors answer, each as itself.
func (w *world) wantAnswers() {
	w.Helper()
	api, balancer, err := w.d.Endpoints(w.Context())
	w.must(err)
	for _, door := range []emulator.Endpoint{api, balancer} {
		w.message(door)
	}
}

// message asks a door, and returns what the echo says of the way that the request came.
func (w *world) message(door emulator.Endpoint) string {
	w.Helper()
	status, body, err := door.Get(w.Context(), "/echo")
	w.must(err)
	var answer struct{ IntegrationType, Message string }
	if err := json.Unmarshal(body, &answer); err != nil || status != http.StatusOK || answer.IntegrationType != door.IntegrationType {
		w.Errorf("%s: %d %s; want 200 and integrationType %q", door.Name, status, body, door.IntegrationType)
	}
	return answer.Message
}

// wantMultiValue fails the test unless the balancer has multi-value headers on, or off.
func (w *world) wantMultiValue(on bool) {
	w.Helper()
	_, balancer, err := w.d.Endpoints(w.Context())
	w.must(err)
	if said := w.message(balancer); strings.Contains(said, "with multi-value headers") != on {
		w.Errorf("multi-value headers are to be on: %v, and the echo says %q", on, said)
	}
}
