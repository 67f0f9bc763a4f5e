package badconfig

import (
	"math"
	"strings"
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
)

func newNetwork(props network.Props) func(*site) {
	return func(s *site) { network.New(s.stack, "Net", &props) }
}

func newFunction(props gofunction.Props) func(*site) {
	return func(s *site) { gofunction.New(s.stack, "Fn", &props) }
}

func newAPI(props restapi.Props) func(*site) {
	return func(s *site) { restapi.New(s.stack, "API", &props) }
}

func newBucket(props logbucket.Props) func(*site) {
	return func(s *site) { logbucket.New(s.stack, "Logs", &props) }
}

// constructRefusals are what a program may get wrong in the small constructs.
var constructRefusals = []refusal{
	{name: "CIDR is no range", make: newNetwork(network.Props{CIDR: "10.0.0.0"}), want: []string{`test/Net: CIDR: "10.0.0.0" is not an IPv4 range; `}},
	{name: "CIDR is IPv6", make: newNetwork(network.Props{CIDR: "fd00::/16"}), want: []string{`test/Net: CIDR: "fd00::/16" is not an IPv4 range; `}},
	{name: "CIDR is wide", make: newNetwork(network.Props{CIDR: "10.0.0.0/8"}), want: []string{`test/Net: CIDR: "10.0.0.0/8" is not of a size from /16 to /28; `}},
	{name: "CIDR begins inside", make: newNetwork(network.Props{CIDR: "10.0.1.0/16"}), want: []string{`test/Net: CIDR: "10.0.1.0/16" does not begin at its first address; write 10.0.0.0/16`}},
	{name: "subnets are wider than the VPC", make: newNetwork(network.Props{CIDR: "10.0.0.0/24", SubnetMask: 20}), want: []string{"test/Net: SubnetMask: 20 is outside 24..28; "}},
	{name: "subnets are tiny", make: newNetwork(network.Props{SubnetMask: 29}), want: []string{"test/Net: SubnetMask: 29 is outside 16..28; "}},
	{name: "zones do not fit", make: newNetwork(network.Props{CIDR: "10.0.0.0/24", SubnetMask: 25, Zones: 3}), want: []string{"test/Net: Zones: 3 subnets of /25 do not fit into 10.0.0.0/24; "}},
	{name: "zones are negative", make: newNetwork(network.Props{Zones: -1}), want: []string{"test/Net: Zones: -1 subnets of /20 do not fit into 172.31.0.0/16; "}},
	{name: "zones and their names differ", make: newNetwork(network.Props{Zones: 3, AvailabilityZones: []string{"a", "a"}}), want: []string{
		"test/Net: Zones: 3 is not the number of AvailabilityZones, 2; ", `test/Net: AvailabilityZones: "a" is there twice; `}},
	{name: "an existing VPC and a new range", make: newNetwork(network.Props{VPC: someVPC{}, CIDR: "10.0.0.0/16", Zones: 2}), want: []string{
		"test/Net: CIDR: 10.0.0.0/16 has no effect on an existing VPC; ", "test/Net: Zones: 2 has no effect on an existing VPC; "}},
	{name: "traffic is unknown", make: newNetwork(network.Props{FlowLogs: &network.FlowLogs{Traffic: awsec2.FlowLogTrafficType("SOME")}}), want: []string{`test/Net: FlowLogs.Traffic: "SOME" is unknown; `}},

	{name: "no package", make: newFunction(gofunction.Props{}), want: []string{"test/Fn: Package: it is empty; "}},
	{name: "function out of all ranges", make: newFunction(gofunction.Props{Package: "./x", Architecture: "mips", MemoryMB: 127, EphemeralStorageMB: 10241, Timeout: 901 * time.Second, ReservedConcurrency: new(-1)}), want: []string{
		`test/Fn: Architecture: "mips" is unknown; `, "test/Fn: MemoryMB: 127 is outside 128..10240; ", "test/Fn: EphemeralStorageMB: 10241 is outside 512..10240; ",
		"test/Fn: Timeout: 15m1s is outside 1s..15m; ", "test/Fn: ReservedConcurrency: -1 is negative; "}},
	{name: "a variable of Lambda's", make: newFunction(gofunction.Props{Package: "./x", Environment: map[string]string{"AWS_REGION": "x", "1": "x"}}), want: []string{
		`test/Fn: Environment: "1" is not a letter followed by letters, digits and _; `, `test/Fn: Environment: "AWS_REGION" is set by Lambda itself; `}},
	{name: "environment is large", make: newFunction(gofunction.Props{Package: "./x", Environment: map[string]string{"AB": strings.Repeat("x", 4096)}}), want: []string{"test/Fn: Environment: 4098 bytes are over the limit of 4096; "}},
	{name: "alias is a number", make: newFunction(gofunction.Props{Package: "./x", Alias: "7"}), want: []string{`test/Fn: Alias: "7" is a number, as versions are; `}},
	{name: "versions without an alias", make: newFunction(gofunction.Props{Package: "./x", RetainVersions: true}), want: []string{"test/Fn: RetainVersions: true has no effect without an alias; "}},
	{name: "two tags in one", make: newFunction(gofunction.Props{Package: "./x", Tags: []string{"a,b"}}), want: []string{`test/Fn: Tags: "a,b" is not a build tag; `}},

	{name: "API without a function", make: newAPI(restapi.Props{}), want: []string{"test/API: Function: it is nil; "}},
	{name: "API's stage", make: newAPI(restapi.Props{Function: someFunction{}, StageName: "a/b"}), want: []string{`test/API: StageName: "a/b" is not 1 to 128 letters, digits, - and _; `}},
	{name: "throttle", make: newAPI(restapi.Props{Function: someFunction{}, Rate: math.Inf(1), Burst: -1}), want: []string{
		"test/API: Rate: +Inf is not a number over 0; ", "test/API: Burst: -1 is not over 0; "}},
	{name: "endpoint is unknown", make: newAPI(restapi.Props{Function: someFunction{}, Endpoint: "LOCAL"}), want: []string{`test/API: Endpoint: "LOCAL" is unknown; `}},
	{name: "private without a way in", make: newAPI(restapi.Props{Function: someFunction{}, Endpoint: restapi.Private}), want: []string{"test/API: VPCEndpoints: a private API needs them or a Policy; "}},
	{name: "ways in that are none", make: newAPI(restapi.Props{Function: someFunction{}, VPCEndpoints: []awsec2.IVpcEndpoint{nil}}), want: []string{
		"test/API: VPCEndpoints[0]: it is nil; ", "test/API: VPCEndpoints: they have no effect on a REGIONAL API; "}},
	{name: "access logs without an id", make: newAPI(restapi.Props{Function: someFunction{}, AccessLogs: &restapi.AccessLogs{Format: "$context.status"}}), want: []string{`test/API: AccessLogs.Format: "$context.status" has no request id; `}},
	{name: "CORS", make: newAPI(restapi.Props{Function: someFunction{}, CORS: &restapi.CORS{Origins: []string{"*", "example.com"}, Credentials: true, Methods: []string{"LOOK"}}}), want: []string{
		`test/API: CORS.Origins: "example.com" is not an origin; `, `test/API: CORS.Origins: "*" stands beside others; `,
		`test/API: CORS.Credentials: browsers refuse true with the origin "*"; `, `test/API: CORS.Methods: "LOOK" is unknown; `}},
	{name: "domain", make: newAPI(restapi.Props{Function: someFunction{}, Domain: &restapi.Domain{Name: "Example.com", BasePath: "/v1"}}), want: []string{
		`test/API: Domain.Name: "Example.com" has upper-case letters, which API Gateway rejects; `, "test/API: Domain.Certificate: it is nil; ", `test/API: Domain.BasePath: "/v1" is not `}},
	{name: "media type", make: newAPI(restapi.Props{Function: someFunction{}, BinaryMediaTypes: []string{"png"}}), want: []string{`test/API: BinaryMediaTypes: "png" is not a media type; `}},

	{name: "logs expire before they are written", make: newBucket(logbucket.Props{ExpirationDays: -1}), want: []string{"test/Logs: ExpirationDays: -1 is outside 1..36500; "}},
	{name: "logs move after they expire", make: newBucket(logbucket.Props{InfrequentAccessDays: 45}), want: []string{"test/Logs: InfrequentAccessDays: 45 is not before the objects expire, at 45 days; "}},
	{name: "logs move too soon", make: newBucket(logbucket.Props{InfrequentAccessDays: 29, GlacierDays: 30}), want: []string{
		"test/Logs: InfrequentAccessDays: 29 is under 30, the age that S3 asks for; ", "test/Logs: GlacierDays: 30 is under 59, the age that S3 asks for; "}},
	{name: "versions that are not kept", make: newBucket(logbucket.Props{NoncurrentDays: 9}), want: []string{"test/Logs: NoncurrentDays: 9 has no effect without versions; "}},
	{name: "a prefix without a bucket", make: newBucket(logbucket.Props{ServerAccessLogsPrefix: "a/"}), want: []string{`test/Logs: ServerAccessLogsPrefix: "a/" has no effect without a bucket; `}},
}
