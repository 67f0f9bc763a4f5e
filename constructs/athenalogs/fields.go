package athenalogs

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsglue"
)

// field is one of the values, separated by spaces, that a line of an access log has: a pattern with
// a group for each column.
type field struct {
	pattern string
	columns []column
}

type column struct{ name, kind, comment string }

// Patterns of one value. A missing number is written "-", and becomes NULL.
const (
	plain  = `([^ ]*)`
	quoted = `"([^"]*)"`
	number = `(?:(-?[0-9]+(?:\.[0-9]+)?)|-)`
	// latest are the newest values; whether they are quoted is left open.
	latest = `"?([^" ]*)"?`
)

// fields of a line, in the order of
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-syntax
var fields = []field{
	one(plain, "type", "string", "http, https, h2, grpcs, ws or wss"),
	one(plain, "time", "string", "when the response was generated, ISO 8601"),
	one(plain, "elb", "string", "resource id of the load balancer"),
	{`([^ ]*):([0-9]+)`, []column{
		{"client_ip", "string", "address of the client, or of the last proxy before the load balancer"},
		{"client_port", "int", ""},
	}},
	{`(?:([^ ]*):([0-9]+)|-)`, []column{
		{"target_ip", "string", "NULL for a function"},
		{"target_port", "int", "NULL for a function"},
	}},
	one(number, "request_processing_time", "double", "seconds until the request was sent to the target; -1 where it was not"),
	one(number, "target_processing_time", "double", "seconds until the target began to respond; -1 where it did not"),
	one(number, "response_processing_time", "double", "seconds until the response was sent to the client; -1 where the target sent none"),
	one(number, "elb_status_code", "int", "status of the response to the client"),
	one(plain, "target_status_code", "string", "status of the response of the target; - where it sent none"),
	one(number, "received_bytes", "bigint", "size of the request with its headers"),
	one(number, "sent_bytes", "bigint", "size of the response with its headers"),
	// A malformed request is written as "- http://host:port- -" or "- - - ".
	{`"([^ ]*) (.*) ([^ ]+) ?"`, []column{
		{"request_verb", "string", ""},
		{"request_url", "string", "scheme://host:port/path?query, as the client sent it"},
		{"request_proto", "string", ""},
	}},
	one(quoted, "user_agent", "string", ""),
	one(plain, "ssl_cipher", "string", "- over HTTP"),
	one(plain, "ssl_protocol", "string", "- over HTTP"),
	one(plain, "target_group_arn", "string", ""),
	one(quoted, "trace_id", "string", "header X-Amzn-Trace-Id"),
	one(quoted, "domain_name", "string", "server name that the client sent in TLS (SNI)"),
	one(quoted, "chosen_cert_arn", "string", ""),
	one(plain, "matched_rule_priority", "string", "priority of the rule that matched; 0 for the default action"),
	one(plain, "request_creation_time", "string", "when the request was received, ISO 8601"),
	one(quoted, "actions_executed", "string", "forward, fixed-response, redirect, authenticate, waf, ..."),
	one(quoted, "redirect_url", "string", ""),
	one(quoted, "error_reason", "string", "why a function, an authentication or WAF failed"),
	one(quoted, "target_port_list", "string", ""),
	one(quoted, "target_status_code_list", "string", ""),
	one(quoted, "classification", "string", "Acceptable, Ambiguous or Severe, where the request breaks RFC 7230"),
	one(quoted, "classification_reason", "string", ""),
}

// added are the fields that were appended since: old lines end before them.
var added = []field{
	one(plain, "conn_trace_id", "string", "id of the connection, also in the connection logs"),
	one(quoted, "transformed_host", "string", "Host header after the rule's rewrite"),
	one(quoted, "transformed_uri", "string", "URI after the rule's rewrite"),
	one(quoted, "request_transform_status", "string", "whether the rewrite was applied"),
	one(latest, "ip_address", "string", "address of the load balancer node that received the request"),
	one(latest, "target_error_code", "string", "error between load balancer and target"),
	one(latest, "elb_error_code", "string", "error in the load balancer"),
}

func one(pattern, name, kind, comment string) field {
	return field{pattern, []column{{name, kind, comment}}}
}

// lineRegex is for Hive's RegexSerDe, which requires the whole line to match and exactly one group
// for each column: otherwise every column is NULL. Fields that AWS appends later are skipped.
func lineRegex() string {
	patterns := make([]string, len(fields))
	for i, f := range fields {
		patterns[i] = f.pattern
	}
	var tail strings.Builder
	for _, f := range added {
		tail.WriteString("(?: " + f.pattern)
	}
	return strings.Join(patterns, " ") + tail.String() + strings.Repeat(")?", len(added)) + "(?: .*)?"
}

// columns of the table, in the order of the groups.
func columns() []column {
	var all []column
	for _, list := range [][]field{fields, added} {
		for _, f := range list {
			all = append(all, f.columns...)
		}
	}
	return all
}

func glueColumns() []*awsglue.CfnTable_ColumnProperty {
	var rendered []*awsglue.CfnTable_ColumnProperty
	for _, c := range columns() {
		property := &awsglue.CfnTable_ColumnProperty{Name: &c.name, Type: &c.kind}
		if c.comment != "" {
			property.Comment = &c.comment
		}
		rendered = append(rendered, property)
	}
	return rendered
}
