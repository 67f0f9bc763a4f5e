package restapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"example.com/alb-lambda/constructs/internal/retention"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// DefaultAccessLogRetentionDays is how many days access logs are kept.
const DefaultAccessLogRetentionDays = retention.DefaultDays // 30

// AccessLogs is a line a request, in a log group of its own that is deleted with the stack:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
type AccessLogs struct {
	// RetentionDays is how many days the log group keeps lines: a number that CloudWatch Logs accepts,
	// such as 7, 30 or 365, or -1 for no end. Default: 30.
	RetentionDays int
	// Format is the line, with $context variables; it needs $context.requestId or
	// $context.extendedRequestId. Default: JSON with the ids, the time, the client's address, method,
	// path, status, sizes, latencies and errors.
	Format string
	// CloudWatchRole creates a role that lets API Gateway write logs, and makes it *the* role of the
	// account in this region, whatever the account had before. Both stay when the stack is destroyed,
	// since other APIs may log with them. Default: false, AccountHasRole.
	CloudWatchRole bool
	// AccountHasRole says that the account has such a role in this region, without which the
	// deployment of the stage fails: aws apigateway get-account shows it as cloudwatchRoleArn.
	// Required, unless CloudWatchRole is true.
	AccountHasRole bool
}

// fields of the default line, in its order.
var fields = [][2]string{
	{"requestId", "requestId"},
	{"extendedRequestId", "extendedRequestId"},
	{"requestTime", "requestTime"},
	{"sourceIp", "identity.sourceIp"},
	{"method", "httpMethod"},
	{"path", "path"},
	{"protocol", "protocol"},
	{"status", "status"},
	{"responseLength", "responseLength"},
	{"responseLatency", "responseLatency"},
	{"integrationStatus", "integration.status"},
	{"integrationLatency", "integration.latency"},
	{"integrationError", "integration.error"},
	{"error", "error.message"},
}

// requestID is what API Gateway requires in every format.
var requestID = regexp.MustCompile(`\$context\.(requestId|extendedRequestId)\b`)

func defaultFormat() string {
	members := make([]string, len(fields))
	for i, f := range fields {
		members[i] = fmt.Sprintf(`%q:"$context.%s"`, f[0], f[1])
	}
	return "{" + strings.Join(members, ",") + "}"
}

func (l AccessLogs) withDefaults() *AccessLogs {
	if l.Format == "" {
		l.Format = defaultFormat()
	}
	return &l
}

func (l *AccessLogs) check(faults *fault.List) {
	if l.CloudWatchRole == l.AccountHasRole {
		problem := "API Gateway writes logs with a role of the account, and it is not said whether there is one"
		if l.CloudWatchRole {
			problem = "the account has a role already, which this one would replace for all APIs"
		}
		faults.Add("AccessLogs.CloudWatchRole", problem, "set one of CloudWatchRole, to create it, and AccountHasRole")
	}
	retention.Check(faults, "AccessLogs.RetentionDays", l.RetentionDays)
	quoted := func() string { text, _ := json.Marshal(l.Format); return string(text) }
	switch {
	case strings.ContainsAny(l.Format, "\r\n"):
		faults.Add("AccessLogs.Format", quoted()+" is more than one line", "write it on one line")
	case !requestID.MatchString(l.Format):
		faults.Add("AccessLogs.Format", quoted()+" has no request id", "add $context.requestId")
	}
}

// write creates the log group and configures the stage to log to it.
func (l *AccessLogs) write(a *API, stage *awsapigateway.StageOptions) awslogs.LogGroup {
	group := awslogs.NewLogGroup(a, jsii.String("AccessLogs"), &awslogs.LogGroupProps{
		Retention:     retention.Of(l.RetentionDays),
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	stage.AccessLogDestination = awsapigateway.NewLogGroupLogDestination(group)
	stage.AccessLogFormat = awsapigateway.AccessLogFormat_Custom(&l.Format)
	return group
}

// setDestination names the log group as API Gateway keeps it. The group's Arn attribute ends in
// ":*", which API Gateway drops, so that each detection of drift would find a difference; CDK
// leaves the end out by a feature flag that older apps do not have.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
func (l *AccessLogs) setDestination(a *API) {
	arn := awscdk.Stack_Of(a).FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("logs"), Resource: jsii.String("log-group"),
		ResourceName: a.logGroup.LogGroupName(), ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
	})
	a.api.DeploymentStage().Node().DefaultChild().(awsapigateway.CfnStage).SetAccessLogSetting(
		&awsapigateway.CfnStage_AccessLogSettingProperty{DestinationArn: arn, Format: &l.Format})
}
