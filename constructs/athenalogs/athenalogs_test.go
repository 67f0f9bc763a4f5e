package athenalogs_test

import (
	"fmt"
	"slices"
	"testing"

	"example.com/alb-lambda/constructs/athenalogs"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

const (
	database  = "AWS::Glue::Database"
	table     = "AWS::Glue::Table"
	workgroup = "AWS::Athena::WorkGroup"
	saved     = "AWS::Athena::NamedQuery"
)

func TestDefaults(t *testing.T) {
	stack := cdktest.Stack(t)
	bucket := logbucket.New(stack, "Bucket", nil).Bucket()
	logs := athenalogs.New(stack, "AccessLogs", &athenalogs.Props{Bucket: bucket})
	if logs.Name() != "test_accesslogs" {
		t.Errorf("name %s", logs.Name())
	}
	template := cdktest.Synth(t, stack)
	name := template.One("AWS::S3::Bucket").ID
	template.Has(database, `{"CatalogId": {"Ref": "AWS::AccountId"}, "DatabaseInput": {"Name": "test_accesslogs"}}`)
	location := func(rest string) string {
		return fmt.Sprintf(`{"Fn::Join": ["", ["s3://", {"Ref": %q}, "/alb/AWSLogs/", {"Ref": "AWS::AccountId"},
			"/elasticloadbalancing/", {"Ref": "AWS::Region"}, %q]]}`, name, rest)
	}
	template.Has(table, fmt.Sprintf(`{
		"CatalogId": {"Ref": "AWS::AccountId"},
		"DatabaseName": {"Ref": %q},
		"TableInput": {
			"Name": "alb_access_logs", "TableType": "EXTERNAL_TABLE",
			"PartitionKeys": [{"Name": "day", "Type": "string"}],
			"Parameters": {
				"projection.enabled": "true", "projection.day.type": "date", "projection.day.format": "yyyy/MM/dd",
				"projection.day.interval": "1", "projection.day.interval.unit": "DAYS",
				"projection.day.range": "NOW-45DAYS,NOW", "storage.location.template": %s},
			"StorageDescriptor": {"Location": %s,
				"SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.RegexSerDe"}}}}`,
		template.One(database).ID, location("/${day}"), location("/")))
	template.Has(workgroup, fmt.Sprintf(`{
		"Name": "test_accesslogs", "RecursiveDeleteOption": true,
		"WorkGroupConfiguration": {
			"EnforceWorkGroupConfiguration": true, "BytesScannedCutoffPerQuery": 1000000000,
			"ResultConfiguration": {
				"OutputLocation": {"Fn::Join": ["", ["s3://", {"Ref": %q}, "/athena-results/"]]},
				"ExpectedBucketOwner": {"Ref": "AWS::AccountId"},
				"EncryptionConfiguration": {"EncryptionOption": "SSE_S3"}}}}`, name))
}

func TestTableHasEveryFieldInOrder(t *testing.T) {
	stack := cdktest.Stack(t)
	athenalogs.New(stack, "AccessLogs", &athenalogs.Props{Bucket: logbucket.New(stack, "Bucket", nil).Bucket()})
	input := cdktest.Synth(t, stack).One(table).Properties["TableInput"].(map[string]any)
	var got []string
	for _, column := range input["StorageDescriptor"].(map[string]any)["Columns"].([]any) {
		column := column.(map[string]any)
		got = append(got, fmt.Sprint(column["Name"], " ", column["Type"]))
	}
	want := []string{
		"type string", "time string", "elb string", "client_ip string", "client_port int", "target_ip string", "target_port int",
		"request_processing_time double", "target_processing_time double", "response_processing_time double",
		"elb_status_code int", "target_status_code string", "received_bytes bigint", "sent_bytes bigint",
		"request_verb string", "request_url string", "request_proto string", "user_agent string",
		"ssl_cipher string", "ssl_protocol string", "target_group_arn string", "trace_id string",
		"domain_name string", "chosen_cert_arn string", "matched_rule_priority string", "request_creation_time string",
		"actions_executed string", "redirect_url string", "error_reason string",
		"target_port_list string", "target_status_code_list string", "classification string", "classification_reason string",
		"conn_trace_id string", "transformed_host string", "transformed_uri string", "request_transform_status string",
		"ip_address string", "target_error_code string", "elb_error_code string",
	}
	if !slices.Equal(got, want) {
		t.Errorf("columns\n%q\nwant\n%q", got, want)
	}
}

func TestQueriesAreSaved(t *testing.T) {
	stack := cdktest.Stack(t)
	logs := athenalogs.New(stack, "AccessLogs", &athenalogs.Props{Bucket: logbucket.New(stack, "Bucket", nil).Bucket()})
	template := cdktest.Synth(t, stack)
	for _, name := range []string{"error reasons by route", "slowest routes", "top clients"} {
		template.Has(saved, fmt.Sprintf(`{"Name": %q, "Database": {"Ref": %q}, "WorkGroup": {"Ref": %q}}`,
			name, template.One(database).ID, template.One(workgroup).ID))
	}
	template.Count(saved, len(logs.Queries()))
}

func TestProps(t *testing.T) {
	stack := cdktest.Stack(t)
	athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
		Bucket:        awss3.Bucket_FromBucketName(stack, jsii.String("Logs"), jsii.String("my-logs")),
		Prefix:        "edge/blue",
		Name:          "edge_logs",
		Days:          400,
		Results:       awss3.Bucket_FromBucketName(stack, jsii.String("Results"), jsii.String("my-results")),
		ResultsPrefix: "edge",
		ScanLimitMB:   50,
	})
	template := cdktest.Synth(t, stack)
	template.Has(database, `{"DatabaseInput": {"Name": "edge_logs"}}`)
	template.Has(table, `{"TableInput": {
		"Parameters": {"projection.day.range": "NOW-400DAYS,NOW"},
		"StorageDescriptor": {"Location": {"Fn::Join": ["", ["s3://my-logs/edge/blue/AWSLogs/", {"Ref": "AWS::AccountId"},
			"/elasticloadbalancing/", {"Ref": "AWS::Region"}, "/"]]}}}}`)
	template.Has(workgroup, `{"Name": "edge_logs", "WorkGroupConfiguration": {
		"BytesScannedCutoffPerQuery": 50000000, "ResultConfiguration": {"OutputLocation": "s3://my-results/edge/"}}}`)
}

func TestNewRejects(t *testing.T) {
	stack := cdktest.Stack(t)
	faults := cdktest.Rejected(t, func() { athenalogs.New(stack, "AccessLogs", nil) })
	if len(faults) != 1 || faults[0].Path != "test/AccessLogs" || faults[0].Field != "Bucket" {
		t.Errorf("faults: %v", faults)
	}
	if children := len(*stack.Node().Children()); children != 0 {
		t.Errorf("a rejected construct left %d constructs in the stack", children)
	}
}
