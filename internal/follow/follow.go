// Package follow keeps a stack from naming what another stack has replaced.
//
// A weak reference between stacks, Fn::GetStackOutput, is resolved when the consuming stack is
// created or updated, and the toolkit skips a stack whose template has not changed: when the
// producing stack replaces the resource, the consumer goes on naming the one that is gone. With a
// strong reference, an export, CloudFormation rejects the replacement: [Strong] and [Hold]. All
// others are followed: [References] makes the consumer's template change when a resource that it
// refers to is going to be replaced.
//
// Which references are strong is the business of each construct.
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
	"AWS::DynamoDB::Table":                      {"ImportSourceSpecification", "TableName"},
	"AWS::EC2::SecurityGroup":                   {"GroupDescription", "GroupName", "VpcId"},
	"AWS::EC2::VPC":                             {"CidrBlock", "Ipv4IpamPoolId", "Ipv4NetmaskLength", "VpcEncryptionControl"},
	"AWS::EC2::VPCEndpoint":                     {"DnsOptions", "ResourceConfigurationArn", "ServiceName", "ServiceNetworkArn", "ServiceRegion", "VpcEndpointType", "VpcId"},
	"AWS::EFS::FileSystem":                      {"AvailabilityZoneName", "Encrypted", "KmsKeyId", "PerformanceMode"},
	"AWS::ElasticLoadBalancingV2::Listener":     {"LoadBalancerArn"},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {"Name", "Scheme", "Type"},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  {"IpAddressType", "Name", "Port", "Protocol", "ProtocolVersion", "TargetType", "VpcId"},
	"AWS::ElasticLoadBalancingV2::TrustStore":   {"Name"},
	"AWS::Lambda::Alias":                        {"FunctionName", "Name"},
	"AWS::Lambda::Function":                     {"FunctionName", "PackageType", "TenancyConfig"},
	"AWS::Lambda::LayerVersion":                 {"CompatibleArchitectures", "CompatibleRuntimes", "Content", "Description", "LayerName", "LicenseInfo"},
	"AWS::Lambda::Version":                      {"CodeSha256", "Description", "FunctionName", "ProvisionedConcurrencyConfig", "RuntimePolicy"},
	"AWS::Route53::HostedZone":                  {"DelegationSetId", "Name"},
	"AWS::IAM::Role":                            {"Path", "RoleName"},
	"AWS::Logs::LogGroup":                       {"LogGroupName"},
	"AWS::S3::Bucket":                           {"BucketName", "BucketNamePrefix", "BucketNamespace"},
	"AWS::SNS::Topic":                           {"FifoTopic", "TopicName"},
	"AWS::SQS::Queue":                           {"FifoQueue", "QueueName"},
	"AWS::SSM::Parameter":                       {"Name"},
	"AWS::SecretsManager::Secret":               {"Name"},
	"AWS::WAFv2::WebACL":                        {"Name", "Scope"},
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

// identity is what resources are replaced with.
type identity struct{ elements []awscdk.CfnElement }

// Produce is the hash over all of them.
func (i *identity) Produce() *string {
	all := make([]any, len(i.elements))
	for n, element := range i.elements {
		switch e := element.(type) {
		case awscdk.CfnResource:
			all[n] = properties(e)
		case awscdk.CfnParameter:
			all[n] = []any{*e.Type(), e.Default()}
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // resolved values are JSON
	}
	sum := sha256.Sum256(text)
	return jsii.String(hex.EncodeToString(sum[:8]))
}

// properties are those whose change replaces r, and those of what they refer to: what replaces that
// one replaces r.
func properties(r awscdk.CfnResource) []any {
	kind := *r.CfnResourceType()
	stack := r.Stack()
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
		for _, target := range in(r, value) {
			if created, ok := target.(awscdk.CfnResource); ok {
				values = append(values, properties(created))
			}
		}
	}
	return values
}

// lower is how CDK spells the name of a property.
func lower(name string) string { return string(name[0]|0x20) + name[1:] }
