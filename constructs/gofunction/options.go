package gofunction

import (
	"example.com/alb-lambda/constructs/internal/options"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// decided are the fields of [Props.Options] that have a prop of their own, or that the construct
// sets.
var decided = options.Decided{
	"Description":                  "use Description",
	"MemorySize":                   "use MemoryMB",
	"EphemeralStorageSize":         "use EphemeralStorageMB",
	"Timeout":                      "use Timeout",
	"Environment":                  "use Environment",
	"ReservedConcurrentExecutions": "use ReservedConcurrency",
	"Tracing":                      "use Tracing",
	"Architecture":                 "use Architecture, for which the package is built too",
	"LoggingFormat":                "use LogFormat",
	"SystemLogLevelV2":             "use SystemLogLevel",
	"ApplicationLogLevelV2":        "use ApplicationLogLevel",
	"LogFormat":                    "use LogFormat of the props; CDK has deprecated this one",
	"SystemLogLevel":               "use SystemLogLevel of the props; CDK has deprecated this one",
	"ApplicationLogLevel":          "use ApplicationLogLevel of the props; CDK has deprecated this one",
	"LogGroup":                     "leave it out: the function has a log group of its own, LogGroup()",
	"LogRetention":                 "use LogRetentionDays",
	"LogRetentionRole":             "leave it out: the log group is a resource of the stack",
	"LogRetentionRetryOptions":     "leave it out: the log group is a resource of the stack",
	"LogRemovalPolicy":             "leave it out, and call LogGroup().ApplyRemovalPolicy",
	"SnapStart":                    "leave it out: Lambda has it for no runtime of Go",
	"Profiling":                    "leave it out: CodeGuru profiles no Go",
	"ProfilingGroup":               "leave it out: CodeGuru profiles no Go",

	"CurrentVersionOptions.RemovalPolicy":                   "use RetainVersions",
	"CurrentVersionOptions.ProvisionedConcurrentExecutions": "use ProvisionedConcurrency",
}

// suspects are the props whose values CDK checks itself.
func (p *Props) suspects() []string {
	if p.Options != nil {
		return []string{"Options"}
	}
	return nil
}

func (p *Props) inVPC() bool { return p.Options != nil && p.Options.Vpc != nil }

// networkStatement is what Lambda does with the role to put a function into a VPC. The actions are
// those of AWSLambdaVPCAccessExecutionRole but for those on logs, which that policy allows on every
// log group; those that describe know no resources, and the interfaces are not known before they
// exist.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
func networkStatement() awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings(
			"ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
			"ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"),
		Resources: jsii.Strings("*"),
	})
}
