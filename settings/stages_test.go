package settings

import (
	"maps"
	"reflect"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// inStages is the context of a cdk.json with settings of two stages, and keys over it.
func inStages(keys Context) Context {
	context := Context{"stages": map[string]any{
		"prod": map[string]any{"protect": true, "monitoring": true, "alarmEmail": "ops@example.com"},
		"dev":  map[string]any{"reservedConcurrency": 5.0},
	}}
	maps.Copy(context, keys)
	return context
}

func TestStageBringsItsSettings(t *testing.T) {
	for _, test := range []struct {
		name    string
		context Context
		want    stacks.Config
	}{
		{"of the default stage", nil, stacks.Config{Stage: "dev", ReservedConcurrency: new(5)}},
		{"of the stage that is named", Context{"stage": "prod"},
			stacks.Config{Stage: "prod", Protect: true, Monitoring: true, AlarmEmail: "ops@example.com"}},
		{"but for what the command line says", Context{"stage": "prod", "protect": "false", "alarmEmail": "me@example.com"},
			stacks.Config{Stage: "prod", Monitoring: true, AlarmEmail: "me@example.com"}},
		{"and what all stages have", Context{"stage": "prod", "zones": "eu-west-1a,eu-west-1b"},
			stacks.Config{Stage: "prod", AvailabilityZones: []string{"eu-west-1a", "eu-west-1b"}, Protect: true, Monitoring: true, AlarmEmail: "ops@example.com"}},
		{"none of a stage that is not listed", Context{"stage": "pr-12"}, stacks.Config{Stage: "pr-12"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.want.Architecture = gofunction.ARM64
			got, err := inStages(test.context).Config()
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, %v\nwant %+v", got, err, test.want)
			}
		})
	}
}

// A mistake in the settings of prod is found before prod is deployed, under the key where it is.
func TestSettingsOfStagesAreChecked(t *testing.T) {
	const hint = `; write it in cdk.json like "stages": {"prod": {"protect": true}}`
	stage := func(settings map[string]any) Context {
		return Context{"stages": map[string]any{"prod": settings}}
	}
	for _, test := range []struct {
		context Context
		want    string
	}{
		{Context{"stages": "prod"}, `context: stages: "prod" is not an object with the settings of each stage` + hint},
		{Context{"stages": map[string]any{"prod": true}}, `context: stages.prod: true is not an object of settings` + hint},
		{Context{"stages": map[string]any{"Prod": map[string]any{}}},
			`context: stages.Prod: "Prod" is not up to 20 lower-case letters, digits and single hyphens, starting with a letter; write it like "stage": "prod"`},
		{stage(map[string]any{"stage": "prod"}), `context: stages.prod.stage: the stage has a name already; leave it out`},
		{stage(map[string]any{"protekt": true}), `context: stages.prod.protekt: the key is unknown; did you mean protect?`},
		{stage(map[string]any{"protect": "yes"}), `context: stages.prod.protect: "yes" is not true or false; use true or false`},
		{stage(map[string]any{"alarmEmail": "ops@example.com"}),
			`context: stages.prod.alarmEmail: "ops@example.com" gets no mail, as there are no alarms without monitoring; write it like "monitoring": true, "alarmEmail": "ops@example.com"`},
		{stage(map[string]any{"zones": []any{"eu-west-1a"}}),
			`context: stages.prod.zones: "eu-west-1a" is one zone, and a load balancer needs two; write it like "zones": "eu-west-1a,eu-west-1b"`},
	} {
		for _, chosen := range []string{"dev", "prod"} {
			test.context["stage"] = chosen
			if _, err := test.context.Config(); err == nil || err.Error() != test.want {
				t.Errorf("stage %s\ngot  %v\nwant %s", chosen, err, test.want)
			}
		}
	}
}

// What the context itself gets wrong is reported once, however many stages there are.
func TestContextIsCheckedOnce(t *testing.T) {
	const want = `context: protect: "yes" is not true or false; use true or false`
	if _, err := inStages(Context{"protect": "yes"}).Config(); err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestNetworkIsLookedUpInTheAccount(t *testing.T) {
	t.Setenv("CDK_DEFAULT_ACCOUNT", "")
	t.Setenv("CDK_DEFAULT_REGION", "eu-west-1")
	context := Context{"vpcId": "vpc-01234567"}
	_, err := context.Config()
	const want = `context: vpcId: "vpc-01234567" is looked up in an account and a region, and none is known; `
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	t.Setenv("CDK_DEFAULT_ACCOUNT", "123456789012")
	config, err := context.Config()
	if err != nil || !reflect.DeepEqual(config.Environment, &awscdk.Environment{Account: new("123456789012"), Region: new("eu-west-1")}) {
		t.Errorf("environment %+v, %v", config.Environment, err)
	}
}
