// Package follow keeps a stack from naming what another stack has replaced.
//
// A weak reference between stacks, Fn::GetStackOutput, is resolved when the consuming stack is
// created or updated, and the toolkit skips a stack whose template has not changed: when the
// producing stack replaces the resource, the consumer goes on naming the one that is gone. With a
// strong reference, an export, CloudFormation rejects the replacement. [Mark] is for what is to
// follow a replacement instead: it makes the consumer's template change when a resource that it
// refers to is going to be replaced.
//
// Which reference is strong and which is followed is the business of each construct.
package follow

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Key is that of the metadata: a hash over what replaces the resources referred to.
const Key = "follows"

// Replacing are the properties of a type whose change replaces the resource: createOnlyProperties
// in the registry of CloudFormation, of the types that constructs here refer to, and what older
// versions of the registry have among them.
// https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
var Replacing = map[string][]string{
	"AWS::ApiGateway::RestApi": {},
	"AWS::ApiGateway::Stage":   {"RestApiId", "StageName"},
	"AWS::CertificateManager::Certificate": {"CertificateAuthorityArn", "CertificateExport", "DomainName", "DomainValidationOptions", "KeyAlgorithm",
		"SubjectAlternativeNames", "ValidationMethod"},
	"AWS::Cognito::UserPool":                    {},
	"AWS::Cognito::UserPoolClient":              {"GenerateSecret", "UserPoolId"},
	"AWS::Cognito::UserPoolDomain":              {"Domain", "UserPoolId"},
	"AWS::EC2::VPC":                             {"CidrBlock", "Ipv4IpamPoolId", "Ipv4NetmaskLength", "VpcEncryptionControl"},
	"AWS::EC2::VPCEndpoint":                     {"DnsOptions", "ResourceConfigurationArn", "ServiceName", "ServiceNetworkArn", "ServiceRegion", "VpcEndpointType", "VpcId"},
	"AWS::ElasticLoadBalancingV2::Listener":     {"LoadBalancerArn"},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {"Name", "Scheme", "Type"},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  {"IpAddressType", "Name", "Port", "Protocol", "ProtocolVersion", "TargetType", "VpcId"},
	"AWS::ElasticLoadBalancingV2::TrustStore":   {"Name"},
	"AWS::Lambda::Alias":                        {"FunctionName", "Name"},
	"AWS::Lambda::Function":                     {"FunctionName", "PackageType", "TenancyConfig"},
	"AWS::Lambda::Version":                      {"CodeSha256", "Description", "FunctionName", "ProvisionedConcurrencyConfig", "RuntimePolicy"},
	"AWS::Route53::HostedZone":                  {"DelegationSetId", "Name"},
	"AWS::S3::Bucket":                           {"BucketName", "BucketNamePrefix", "BucketNamespace"},
	"AWS::SNS::Topic":                           {"FifoTopic", "TopicName"},
	"AWS::SSM::Parameter":                       {"Name"},
	"AWS::SecretsManager::Secret":               {"Name"},
	"AWS::WAFv2::WebACL":                        {"Name", "Scope"},
}

// Mark gives all resources of the consumer metadata that changes when one of the referenced
// constructs of other stacks is going to be replaced, and returns that text; nil where there is
// none. Imported constructs and those of the same stack need none: the names of the former are in
// the template, and CloudFormation itself follows the latter.
func Mark(consumer constructs.IConstruct, referenced ...constructs.IConstruct) (hash *string) {
	others := elsewhere(consumer, referenced)
	if len(others) == 0 {
		return nil
	}
	// It is produced at synth, when nothing changes any more.
	hash = awscdk.Lazy_String(&identity{others}, nil)
	for _, child := range *consumer.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		if *awscdk.CfnResource_IsCfnResource(child) {
			child.(awscdk.CfnResource).AddMetadata(jsii.String(Key), hash)
		}
	}
	return hash
}

// Strong makes the references of other stacks to the constructs strong, so that CloudFormation
// rejects what would replace them while they are in use. It leaves imported ones alone.
func Strong(referenced ...constructs.IConstruct) {
	for _, r := range referenced {
		if created := resource(r); created != nil {
			created.ApplyCrossStackReferenceStrength(awscdk.ReferenceStrength_STRONG)
		}
	}
}

// Insist is Strong for those that are not in the consumer's stack.
func Insist(consumer constructs.IConstruct, referenced ...constructs.IConstruct) {
	for _, created := range elsewhere(consumer, referenced) {
		created.ApplyCrossStackReferenceStrength(awscdk.ReferenceStrength_STRONG)
	}
}

// elsewhere are the resources of the constructs that are not in the consumer's stack.
func elsewhere(consumer constructs.IConstruct, referenced []constructs.IConstruct) (others []awscdk.CfnResource) {
	stack := ""
	for _, r := range referenced {
		created := resource(r)
		if created == nil {
			continue
		}
		if stack == "" {
			stack = *awscdk.Stack_Of(consumer).Node().Path()
		}
		if *awscdk.Stack_Of(created).Node().Path() != stack {
			others = append(others, created)
		}
	}
	return others
}

// resource is what stands for a construct in the template, or nil for an imported one.
func resource(c constructs.IConstruct) awscdk.CfnResource {
	if c == nil {
		return nil
	}
	if *awscdk.CfnResource_IsCfnResource(c) {
		return c.(awscdk.CfnResource)
	}
	child := c.Node().DefaultChild()
	if child == nil || !*awscdk.CfnResource_IsCfnResource(child) {
		return nil
	}
	return child.(awscdk.CfnResource)
}

// identity is what a resource is replaced with.
type identity struct{ resources []awscdk.CfnResource }

// Produce is the hash over the identities of all resources.
func (i *identity) Produce() *string {
	all := make([]any, len(i.resources))
	for n, r := range i.resources {
		all[n] = properties(r)
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // resolved values are JSON
	}
	sum := sha256.Sum256(text)
	return jsii.String(hex.EncodeToString(sum[:8]))
}

// properties are those whose change replaces r, and those of what they refer to in the same stack:
// what replaces that one replaces r.
func properties(r awscdk.CfnResource) []any {
	kind := *r.CfnResourceType()
	stack := awscdk.Stack_Of(r)
	all := *r.CfnProperties()
	values := []any{kind}
	names, known := Replacing[kind]
	if !known {
		// Changing too often is better than not at all.
		names = slices.Sorted(maps.Keys(all))
	}
	for _, name := range names {
		value := all[lower(name)]
		if value == nil {
			value = all[name]
		}
		if value == nil {
			continue
		}
		values = append(values, name, stack.Resolve(value))
		for _, target := range In(r, value) {
			if created := resource(target); created != nil && *awscdk.Stack_Of(created).Node().Path() == *stack.Node().Path() {
				values = append(values, properties(created))
			}
		}
	}
	return values
}

// lower is how CDK spells the name of a property.
func lower(name string) string { return string(name[0]|0x20) + name[1:] }
