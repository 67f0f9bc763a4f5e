package settings

import (
	"reflect"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/stacks"
)

func TestContextSetsTheConfig(t *testing.T) {
	dev := stacks.Config{Stage: "dev", Architecture: gofunction.ARM64}
	for _, test := range []struct {
		name    string
		context Context
		want    func(*stacks.Config)
	}{
		{"nothing", nil, func(*stacks.Config) {}},
		{"stage", Context{"stage": "prod"}, func(c *stacks.Config) { c.Stage = "prod" }},
		{"stage with hyphens", Context{"stage": "pr-12-b"}, func(c *stacks.Config) { c.Stage = "pr-12-b" }},
		{"longest stage", Context{"stage": strings.Repeat("a", 20)}, func(c *stacks.Config) { c.Stage = strings.Repeat("a", 20) }},
		{"architecture", Context{"architecture": "x86_64"}, func(c *stacks.Config) { c.Architecture = gofunction.AMD64 }},
		{"zones as JSON", Context{"zones": []any{"eu-west-1a", "eu-west-1c"}}, func(c *stacks.Config) { c.AvailabilityZones = []string{"eu-west-1a", "eu-west-1c"} }},
		{"zones from the command line", Context{"zones": "eu-west-1a, us-west-2-lax-1a"}, func(c *stacks.Config) {
			c.AvailabilityZones = []string{"eu-west-1a", "us-west-2-lax-1a"}
		}},
		{"no zones", Context{"zones": []any{}}, func(*stacks.Config) {}},
		{"protect as JSON", Context{"protect": true}, func(c *stacks.Config) { c.Protect = true }},
		{"protect from the command line", Context{"protect": "true"}, func(c *stacks.Config) { c.Protect = true }},
		{"no protect", Context{"protect": "false"}, func(*stacks.Config) {}},
		{"monitoring", Context{"monitoring": "true"}, func(c *stacks.Config) { c.Monitoring = true }},
		{"mail of alarms", Context{"monitoring": true, "alarmEmail": "ops@example.com"}, func(c *stacks.Config) {
			c.Monitoring, c.AlarmEmail = true, "ops@example.com"
		}},
		{"a name", Context{"domainName": "echo.example.com", "hostedZoneId": "Z1", "hostedZoneName": "example.com"}, func(c *stacks.Config) {
			c.DomainName, c.HostedZoneID, c.HostedZoneName = "echo.example.com", "Z1", "example.com"
		}},
		{"the API's name", Context{"apiDomainName": "api.example.com", "hostedZoneId": "Z1", "hostedZoneName": "example.com"}, func(c *stacks.Config) {
			c.APIDomainName, c.HostedZoneID, c.HostedZoneName = "api.example.com", "Z1", "example.com"
		}},
		{"a certificate", Context{"certificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/1"}, func(c *stacks.Config) {
			c.CertificateARN = "arn:aws:acm:eu-west-1:123456789012:certificate/1"
		}},
		{"a web ACL", Context{"webAclArn": "arn:1"}, func(c *stacks.Config) { c.WebACLARN = "arn:1" }},
		{"reserved concurrency as JSON", Context{"reservedConcurrency": 1e6}, func(c *stacks.Config) { c.ReservedConcurrency = new(1000000) }},
		{"reserved concurrency from the command line", Context{"reservedConcurrency": "0"}, func(c *stacks.Config) { c.ReservedConcurrency = new(0) }},
		{"keys of CDK", Context{"@aws-cdk/core:x": 1, "aws:cdk:y": 1, "vpc-provider:account=1": 1, "cli-telemetry": false}, func(*stacks.Config) {}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := dev
			test.want(&want)
			got, err := test.context.Config()
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, %v\nwant %+v", got, err, want)
			}
		})
	}
}

func TestUnknownKeySuggestsTheNearest(t *testing.T) {
	for key, fix := range map[string]string{
		"stag":         "did you mean stage?",
		"Stage":        "did you mean stage?",
		"satge":        "did you mean stage?",
		"arch":         "the keys are alarmEmail, apiDomainName, ",
		"alarm-email":  "did you mean alarmEmail?",
		"alarmemail":   "did you mean alarmEmail?",
		"monitor":      "did you mean monitoring?",
		"architektur":  "did you mean architecture?",
		"Architecture": "did you mean architecture?",
		"protected":    "did you mean protect?",
		"zzzzzzzz":     "the keys are alarmEmail, apiDomainName, ",
	} {
		_, err := Context{key: "x"}.Config()
		want := "context: " + key + ": the key is unknown; " + fix
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestZonesAreChecked(t *testing.T) {
	const hint = "; write it like -c zones=eu-west-1a,eu-west-1b"
	for _, test := range []struct {
		value any
		want  string
	}{
		{"eu-west-1a", `context: zones: "eu-west-1a" is one zone, and a load balancer needs two` + hint},
		{"eu-west-1a,eu-west-1a", `context: zones: "eu-west-1a" is there twice` + hint},
		{"eu-west-1a,", `context: zones: "" is not the name of a zone` + hint},
		{"eu-west-1a,euw1-az2", `context: zones: "euw1-az2" is not the name of a zone` + hint},
		{"eu-west-1,eu-west-2", `context: zones: "eu-west-1" is not the name of a zone` + hint + "\n" + `context: zones: "eu-west-2" is not the name of a zone` + hint},
		{2.0, `context: zones: 2 is not a list of texts` + hint},
		{[]any{"eu-west-1a", 2.0}, `context: zones: 2 is not text` + hint},
	} {
		if _, err := (Context{"zones": test.value}).Config(); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

func TestAlarmEmailIsChecked(t *testing.T) {
	const hint = "write it like -c monitoring=true -c alarmEmail=ops@example.com"
	for _, test := range []struct {
		context Context
		want    string
	}{
		{Context{"alarmEmail": "ops@example.com"},
			`context: alarmEmail: "ops@example.com" gets no mail, as there are no alarms without monitoring; ` + hint},
		{Context{"alarmEmail": "ops", "monitoring": "true"},
			`context: alarmEmail: "ops" is not an address; ` + hint},
		{Context{"monitoring": "yes"},
			`context: monitoring: "yes" is not true or false; use true or false`},
	} {
		if _, err := test.context.Config(); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

// The order is that of the fields of Config, however often Go shuffles the map.
func TestErrorsComeInTheOrderOfTheFields(t *testing.T) {
	want := strings.Join([]string{
		`context: stage: "X" is not up to 20 lower-case letters, digits and single hyphens, starting with a letter; write it like -c stage=prod`,
		`context: architecture: "y" is unknown; use one of arm64, x86_64`,
		`context: protect: "z" is not true or false; use true or false`,
		`context: monitoring: 1 is not true or false; use true or false`,
		`context: alarmEmail: "ops" is not an address; write it like -c monitoring=true -c alarmEmail=ops@example.com`,
		`context: alarmEmail: "ops" gets no mail, as there are no alarms without monitoring; write it like -c monitoring=true -c alarmEmail=ops@example.com`,
		`context: a: the key is unknown; the keys are alarmEmail, apiDomainName, architecture, certificateArn, domainName, hostedZoneId, hostedZoneName, monitoring, protect, reservedConcurrency, stage, vpcId, webAclArn, zones`,
		`context: stagee: the key is unknown; did you mean stage?`,
	}, "\n")
	for range 20 {
		_, err := Context{"stagee": 1, "alarmEmail": "ops", "monitoring": 1, "protect": "z", "architecture": "y", "stage": "X", "a": 1}.Config()
		if err == nil || err.Error() != want {
			t.Fatalf("got\n%v\nwant\n%s", err, want)
		}
	}
}
