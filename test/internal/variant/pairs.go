package variant

import (
	"maps"
	"strings"

	"example.com/alb-lambda/settings"
)

// choice is what a stage may choose in one respect. The first of each is the default, without keys.
type choice struct {
	name string
	keys settings.Context
}

const (
	account = "123456789012"
	region  = "eu-west-1"
	vpc     = "vpc-0123456789abcdef0"
)

// choices of a stage: architecture, network, listener, the API's name, web ACL, concurrency,
// protection and monitoring.
var choices = [][]choice{
	{{}, {"x86", settings.Context{"architecture": "x86_64"}}},
	{{}, {"zones", settings.Context{"zones": region + "a," + region + "c"}}, {"vpc", settings.Context{"vpcId": vpc}}},
	{{}, {"certificate", settings.Context{"certificateArn": "arn:aws:acm:" + region + ":" + account + ":certificate/1"}},
		{"domain", inZone("domainName", "echo.example.com")}},
	{{}, {"api-domain", inZone("apiDomainName", "api.example.com")}},
	{{}, {"web-acl", settings.Context{"webAclArn": "arn:aws:wafv2:" + region + ":" + account + ":regional/webacl/shop/1"}}},
	{{}, {"concurrency", settings.Context{"reservedConcurrency": 100.0}}},
	{{}, {"protect", settings.Context{"protect": true}}},
	{{}, {"monitoring", settings.Context{"monitoring": true}}, {"email", settings.Context{"monitoring": true, "alarmEmail": "ops@example.com"}}},
}

func inZone(key, name string) settings.Context {
	return settings.Context{key: name, "hostedZoneId": "Z0123456789ABC", "hostedZoneName": "example.com"}
}

// pairs has a row for each combination that is tried: the index of each of the choices. Every two
// meet in one of them.
var pairs = [][]int{
	{0, 0, 2, 1, 0, 0, 1, 1},
	{0, 1, 1, 1, 1, 0, 1, 0},
	{0, 1, 2, 1, 0, 1, 1, 2},
	{0, 2, 0, 1, 0, 0, 1, 2},
	{0, 2, 1, 0, 0, 0, 0, 1},
	{1, 0, 0, 1, 1, 0, 0, 0},
	{1, 0, 1, 0, 1, 1, 0, 2},
	{1, 1, 0, 0, 1, 1, 1, 1},
	{1, 1, 2, 0, 0, 0, 0, 0},
	{1, 2, 2, 0, 1, 1, 1, 0},
}

// Pairs are the application with combinations of its settings, named by what is chosen.
var Pairs = combine()

func combine() []Variant {
	variants := make([]Variant, len(pairs))
	for i, row := range pairs {
		context, names := map[string]any{}, []string{}
		for respect, index := range row {
			chosen := choices[respect][index]
			maps.Copy(context, chosen.keys)
			if index > 0 {
				names = append(names, chosen.name)
			}
		}
		variants[i] = Variant{Name: strings.Join(names, "-"), Context: context}
	}
	return variants
}

// lookup is what the toolkit finds when it looks the network up, under the key that it keeps it
// under in cdk.context.json.
var lookup = map[string]any{
	"vpc-provider:account=" + account + ":filter.vpc-id=" + vpc + ":region=" + region + ":returnAsymmetricSubnets=true": map[string]any{
		"vpcId": vpc, "vpcCidrBlock": "10.0.0.0/16", "ownerAccountId": account, "availabilityZones": []any{},
		"subnetGroups": []any{map[string]any{"name": "Public", "type": "Public", "subnets": []any{
			map[string]any{"subnetId": "subnet-0123456789abcdef0", "cidr": "10.0.0.0/24", "availabilityZone": region + "a", "routeTableId": "rtb-0123456789abcdef0"},
			map[string]any{"subnetId": "subnet-0123456789abcdef1", "cidr": "10.0.1.0/24", "availabilityZone": region + "b", "routeTableId": "rtb-0123456789abcdef1"},
		}}},
	},
}
