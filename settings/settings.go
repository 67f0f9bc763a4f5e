// Package settings turns the toolkit's context, the keys of cdk.json and of -c options, into a
// [stacks.Config]. What people type is its business: the spelling of keys, types in JSON and on the
// command line, and hints in the form of -c options. What a value may be is said by package stacks,
// in the terms of a Go caller; here it is reported under the key that it came from.
package settings

import (
	"errors"
	"maps"
	"regexp"
	"slices"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/stacks"
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
	// hint says how to write the key.
	hint string
}

// all keys of the app, in the order of the fields that they set.
var all = []setting{
	{"stage", "Stage", func(v any, c *stacks.Config) error { return text(v, &c.Stage) },
		"write it like -c stage=prod"},
	{"architecture", "Architecture", func(v any, c *stacks.Config) error { return text(v, (*string)(&c.Architecture)) },
		"use one of " + string(gofunction.ARM64) + ", " + string(gofunction.AMD64)},
	{"zones", "AvailabilityZones", func(v any, c *stacks.Config) error { return list(v, &c.AvailabilityZones) },
		"write it like -c zones=eu-west-1a,eu-west-1b"},
	{"protect", "Protect", func(v any, c *stacks.Config) error { return boolean(v, &c.Protect) },
		"use true or false"},
	{"monitoring", "Monitoring", func(v any, c *stacks.Config) error { return boolean(v, &c.Monitoring) },
		"use true or false"},
	{"alarmEmail", "AlarmEmail", func(v any, c *stacks.Config) error { return text(v, &c.AlarmEmail) },
		"write it like -c monitoring=true -c alarmEmail=ops@example.com"},
}

// toolkitKeys are plain keys that the toolkit itself uses.
var toolkitKeys = []string{"acknowledged-issue-numbers", "cli-telemetry"}

// plainKey is how a person writes a key; CDK's own flags and look-ups contain a colon, a slash or
// an at sign.
var plainKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)

// Config reads the app's own keys into a Config with its defaults, and rejects unknown keys. All
// validation errors come in one *fault.Error: first those of the app's keys, in the order of the
// fields of Config, then the unknown keys by name.
func (c Context) Config() (stacks.Config, error) {
	config, failed := stacks.Config{}, map[string]error{}
	for _, s := range all {
		if value, ok := c[s.key]; ok {
			failed[s.key] = s.set(value, &config)
		}
	}
	problems := map[string][]string{}
	if invalid, ok := errors.AsType[*fault.Error](config.Validate()); ok {
		for _, f := range invalid.Faults {
			problems[f.Field] = append(problems[f.Field], f.Problem)
		}
	}
	faults := fault.New("context")
	for _, s := range all {
		if err := failed[s.key]; err != nil {
			faults.Add(s.key, err.Error(), s.hint)
			continue
		}
		for _, problem := range problems[s.field] {
			faults.Add(s.key, problem, s.hint)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c)) {
		if plainKey.MatchString(key) && !slices.Contains(known(), key) && !slices.Contains(toolkitKeys, key) {
			faults.Add(key, "the key is unknown", suggestion(key))
		}
	}
	return config.WithDefaults(), faults.Err()
}

func known() []string {
	keys := make([]string, len(all))
	for i, s := range all {
		keys[i] = s.key
	}
	return keys
}
