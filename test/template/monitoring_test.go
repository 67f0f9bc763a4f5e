package template

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
)

const monitored = "monitoring-dev"

// Watching the application changes nothing of it: what is watched hands its names over as outputs.
func TestMonitoringIsAStackOfItsOwn(t *testing.T) {
	plain, watched := templates(t, variant.Default), templates(t, variant.Monitored)
	if _, ok := plain[monitored]; ok {
		t.Errorf("%s is there although monitoring is off", monitored)
	}
	if len(watched) != len(plain)+1 {
		t.Errorf("%d stacks, want %d and %s", len(watched), len(plain), monitored)
	}
	for name, template := range plain {
		if !reflect.DeepEqual(template.Resources, watched[name].Resources) {
			t.Errorf("%s has other resources when it is watched", name)
		}
	}
}

// Names that people type are those of the stage, for stages to stand side by side.
func TestAccessLogNamesAreOfTheStage(t *testing.T) {
	for stage, want := range map[string]string{"dev": "monitoring_dev_accesslogs", "pr-12": "monitoring_pr_12_accesslogs"} {
		v := variant.Variant{Name: "monitored-" + stage, Context: map[string]any{"monitoring": "true", "stage": stage}}
		template := stack(t, v, "monitoring-"+stage)
		workgroup := template.One("AWS::Athena::WorkGroup")
		database := template.One("AWS::Glue::Database")
		if name := workgroup.Properties["Name"]; name != want {
			t.Errorf("workgroup %v, want %s", name, want)
		}
		if name := database.Properties["DatabaseInput"].(map[string]any)["Name"]; name != want {
			t.Errorf("database %v, want %s", name, want)
		}
		template.Count("AWS::SNS::Topic", 0)
	}
}

// docs/operate.md has a row for each alarm, and names its threshold, and for each saved query.
func TestOperateTellsEveryAlarm(t *testing.T) {
	page, err := os.ReadFile("docs/operate.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{} // cells by what is in the first one
	for line := range strings.SplitSeq(string(page), "\n") {
		if cells := strings.Split(line, " | "); len(cells) > 1 {
			rows[strings.Trim(strings.TrimPrefix(cells[0], "| "), "`")] = cells
		}
	}
	template := stack(t, variant.Monitored, monitored)
	for _, alarm := range template.All("AWS::CloudWatch::Alarm") {
		path := strings.Split(alarm.Metadata["aws:cdk:path"].(string), "/")
		name := path[len(path)-2]
		cells, ok := rows[name]
		if !ok {
			t.Errorf("docs/operate.md has no row for the alarm %s", name)
			continue
		}
		p := alarm.Properties
		threshold, minutes := p["Threshold"].(float64), p["Period"].(float64)*p["EvaluationPeriods"].(float64)/60
		want := fmt.Sprintf("%v in %v minutes", threshold, minutes)
		switch {
		case p["MetricName"] == "Latency":
			want = fmt.Sprintf("p99 of %v s for %v minutes", threshold/1000, minutes)
		case p["ExtendedStatistic"] != nil:
			want = fmt.Sprintf("p99 of %v s for %v minutes", threshold, minutes)
		case minutes == 60:
			want = fmt.Sprintf("%v in an hour", threshold)
		}
		if cells[1] != want {
			t.Errorf("docs/operate.md says that %s triggers at %q, and it is %q", name, cells[1], want)
		}
	}
	for _, query := range template.All("AWS::Athena::NamedQuery") {
		if name := query.Properties["Name"].(string); rows[name] == nil {
			t.Errorf("docs/operate.md has no row for the query %q", name)
		}
	}
}

// The table reads where the load balancer writes.
func TestTableReadsTheLoadBalancersLogs(t *testing.T) {
	balancer := stack(t, variant.Monitored, "alb-lambda-dev").One(loadBalancer)
	prefix := balancer.Attributes("LoadBalancerAttributes")["access_logs.s3.prefix"]
	table := stack(t, variant.Monitored, monitored).One("AWS::Glue::Table")
	location := table.Properties["TableInput"].(map[string]any)["StorageDescriptor"].(map[string]any)["Location"]
	if found := cdktest.JSON(location); !strings.Contains(found, `"/`+prefix.(string)+`/AWSLogs/"`) {
		t.Errorf("the table reads %s, and the logs are below %s", found, prefix)
	}
}
