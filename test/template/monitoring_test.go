package template

import (
	"reflect"
	"strings"
	"testing"

	"example.com/alb-lambda/test/internal/synth"
)

const monitored = "monitoring-dev"

// Watching the application changes nothing of it: what is watched hands its
// names over as outputs.
func TestMonitoringIsAStackOfItsOwn(t *testing.T) {
	plain, watched := templates(t, synth.Default), templates(t, synth.Monitored)
	if _, ok := plain[monitored]; ok {
		t.Errorf("%s is there without being asked for", monitored)
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
		variant := synth.Variant{Name: "monitored-" + stage, Context: map[string]any{"monitoring": "true", "stage": stage}}
		template := stack(t, variant, "monitoring-"+stage)
		_, workgroup := only(t, template, "AWS::Athena::WorkGroup")
		_, database := only(t, template, "AWS::Glue::Database")
		if name := workgroup.Properties["Name"]; name != want {
			t.Errorf("workgroup %v, want %s", name, want)
		}
		if name := database.Properties["DatabaseInput"].(map[string]any)["Name"]; name != want {
			t.Errorf("database %v, want %s", name, want)
		}
		none(t, template, "AWS::SNS::Topic")
	}
}

// The table reads where the balancer writes.
func TestTableReadsTheBalancersLogs(t *testing.T) {
	_, balancer := only(t, stack(t, synth.Monitored, "alb-lambda-dev"), loadBalancer)
	prefix := attributes(balancer, "LoadBalancerAttributes")["access_logs.s3.prefix"]
	_, table := only(t, stack(t, synth.Monitored, monitored), "AWS::Glue::Table")
	location := table.Properties["TableInput"].(map[string]any)["StorageDescriptor"].(map[string]any)["Location"]
	if found := string(text(t, location)); !strings.Contains(found, `"/`+prefix.(string)+`/AWSLogs/"`) {
		t.Errorf("the table reads %s, and the logs are below %s", found, prefix)
	}
}
