package settings

import (
	"errors"
	"maps"
	"os"
	"regexp"
	"slices"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// Context is what the CDK toolkit passes to the app, as cdkapp.Context reads it: the keys of
// cdk.json and of -c options.
type Context map[string]any

// setting is one key of the context.
type setting struct {
	key string
	// field is the name in stacks.Config of what the key sets.
	field string
	set   func(value any, config *stacks.Config) error
	// hint says what is accepted; an example is one or more of key=value.
	hint string
}

// all keys of the app, in the order of the fields that they set.
var all = []setting{
	{"stage", "Stage", func(v any, c *stacks.Config) error { return text(v, &c.Stage) }, "stage=prod"},
	{"architecture", "Architecture", func(v any, c *stacks.Config) error { return text(v, (*string)(&c.Architecture)) },
		"use one of " + string(gofunction.ARM64) + ", " + string(gofunction.AMD64)},
	{"zones", "AvailabilityZones", func(v any, c *stacks.Config) error { return list(v, &c.AvailabilityZones) },
		"zones=eu-west-1a,eu-west-1b"},
	{"vpcId", "VPCID", func(v any, c *stacks.Config) error { return text(v, &c.VPCID) },
		"name a network like vpc-0123456789abcdef0, without zones, and run the toolkit with credentials of its account"},
	{"certificateArn", "CertificateARN", func(v any, c *stacks.Config) error { return text(v, &c.CertificateARN) },
		"certificateArn=arn:aws:acm:eu-west-1:123456789012:certificate/id"},
	{"domainName", "DomainName", func(v any, c *stacks.Config) error { return text(v, &c.DomainName) },
		"domainName=echo.example.com " + zoneExample},
	{"apiDomainName", "APIDomainName", func(v any, c *stacks.Config) error { return text(v, &c.APIDomainName) },
		"apiDomainName=api.example.com " + zoneExample},
	{"hostedZoneId", "HostedZoneID", func(v any, c *stacks.Config) error { return text(v, &c.HostedZoneID) },
		"use it with domainName or apiDomainName"},
	{"hostedZoneName", "HostedZoneName", func(v any, c *stacks.Config) error { return text(v, &c.HostedZoneName) },
		"use it with domainName or apiDomainName"},
	{"webAclArn", "WebACLARN", func(v any, c *stacks.Config) error { return text(v, &c.WebACLARN) },
		"webAclArn=arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/name/id"},
	{"reservedConcurrency", "ReservedConcurrency", func(v any, c *stacks.Config) error { return number(v, &c.ReservedConcurrency) },
		"reservedConcurrency=100"},
	{"protect", "Protect", func(v any, c *stacks.Config) error { return boolean(v, &c.Protect) }, "use true or false"},
	{"monitoring", "Monitoring", func(v any, c *stacks.Config) error { return boolean(v, &c.Monitoring) }, "use true or false"},
	{"alarmEmail", "AlarmEmail", func(v any, c *stacks.Config) error { return text(v, &c.AlarmEmail) },
		"monitoring=true alarmEmail=ops@example.com"},
}

const zoneExample = "hostedZoneId=Z0123456789ABC hostedZoneName=example.com"

// toolkitKeys are plain keys that the toolkit itself uses.
var toolkitKeys = []string{"acknowledged-issue-numbers", "cli-telemetry"}

// plainKey is how a person writes a key; CDK's own flags and look-ups contain a colon, a slash or
// an at sign.
var plainKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)

// Config reads the app's own keys into a Config with its defaults: those of the context itself, and
// below them those of the chosen stage in "stages". It rejects unknown keys and wrong values, also
// in stages that are not chosen. All validation errors come in one *fault.Error: first those of the
// app's keys, in the order of the fields of Config, then the unknown keys by name, then the stages.
func (c Context) Config() (stacks.Config, error) {
	own := source{keys: map[string]any{}}
	for key, value := range c {
		if plainKey.MatchString(key) {
			own.keys[key] = value
		}
	}
	faults, inStages := fault.New("context"), fault.New("context")
	perStage := c.stages(inStages)
	chosen, _ := own.keys["stage"].(string)
	if chosen == "" {
		chosen = stacks.Config{}.WithDefaults().Stage
	}
	config := read(faults, own, perStage[chosen])
	for _, key := range slices.Sorted(maps.Keys(own.keys)) {
		if !slices.Contains(known(), key) && key != stagesKey && !slices.Contains(toolkitKeys, key) {
			faults.Add(key, "the key is unknown", suggestion(key))
		}
	}
	faults.Merge(inStages)
	delete(own.keys, "stage")
	for _, stage := range slices.Sorted(maps.Keys(perStage)) {
		if stage != chosen {
			checkStage(faults, own, perStage[stage])
		}
	}
	return config.WithDefaults(), faults.Err()
}

// read makes a Config of the sources' keys, of which the first that has a key decides, and reports
// what is wrong under the key that it came from.
func read(faults *fault.List, sources ...source) stacks.Config {
	config, failed, from := stacks.Config{}, map[string]error{}, map[string]source{}
	for _, s := range all {
		for _, source := range sources {
			if value, ok := source.keys[s.key]; ok {
				failed[s.key], from[s.key] = s.set(value, &config), source
				break
			}
		}
	}
	if config.VPCID != "" {
		config.Environment = environment()
	}
	problems := map[string][]string{}
	if invalid, ok := errors.AsType[*fault.Error](config.Validate()); ok {
		for _, f := range invalid.Faults {
			problems[f.Field] = append(problems[f.Field], f.Problem)
		}
	}
	for _, s := range all {
		name, fix := from[s.key].name(s.key), from[s.key].fix(s.hint)
		if err := failed[s.key]; err != nil {
			faults.Add(name, err.Error(), fix)
			continue
		}
		for _, problem := range problems[s.field] {
			faults.Add(name, problem, fix)
		}
	}
	return config
}

// environment is the account and region that the toolkit has credentials for, or nil.
// https://docs.aws.amazon.com/cdk/v2/guide/configure-env.html
func environment() *awscdk.Environment {
	account, region := os.Getenv("CDK_DEFAULT_ACCOUNT"), os.Getenv("CDK_DEFAULT_REGION")
	if account == "" || region == "" {
		return nil
	}
	return &awscdk.Environment{Account: &account, Region: &region}
}

func known() []string {
	keys := make([]string, len(all))
	for i, s := range all {
		keys[i] = s.key
	}
	return keys
}
