package stacks

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/fault"
)

// Context is what the CDK toolkit says to the app: the keys of cdk.json and of
// the command line's -c options.
type Context map[string]any

// ContextFromEnvironment reads the context where the toolkit leaves it: a
// variable, and a file for what does not fit into it. Without the toolkit, the
// context is empty.
func ContextFromEnvironment() (Context, error) {
	context := Context{}
	if file := os.Getenv("CONTEXT_OVERFLOW_LOCATION_ENV"); file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("context: %w", err)
		}
		if err := json.Unmarshal(text, &context); err != nil {
			return nil, fmt.Errorf("context: %s: %w", file, err)
		}
	}
	if text := os.Getenv("CDK_CONTEXT_JSON"); text != "" {
		if err := json.Unmarshal([]byte(text), &context); err != nil {
			return nil, fmt.Errorf("context: CDK_CONTEXT_JSON: %w", err)
		}
	}
	return context, nil
}

// WantsAssets says whether the toolkit is going to use what is synthesized:
// not for cdk ls and cdk destroy, which need the names of the stacks alone.
func (c Context) WantsAssets() bool {
	stacks, ok := c["aws:cdk:bundling-stacks"].([]any)
	return !ok || len(stacks) > 0
}

// keys of the app, by what they set.
var keys = map[string]func(value any, config *Config) error{
	"stage":        func(v any, c *Config) error { return text(v, &c.Stage) },
	"architecture": func(v any, c *Config) error { return text(v, (*string)(&c.Architecture)) },
	"protect":      func(v any, c *Config) error { return boolean(v, &c.Protect) },
	"monitoring":   func(v any, c *Config) error { return boolean(v, &c.Monitoring) },
	"alarmEmail":   func(v any, c *Config) error { return text(v, &c.AlarmEmail) },
}

// toolkitKeys are plain keys that the toolkit itself uses.
var toolkitKeys = []string{"acknowledged-issue-numbers", "cli-telemetry"}

// plainKey is how a person writes a key; flags and look-ups of CDK have a
// colon, a slash or an at sign in them.
var plainKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)

// Config reads the app's own keys, and refuses unknown ones. All faults come
// in one *fault.Error.
func (c Context) Config() (Config, error) {
	config := Config{}
	faults := fault.New("context")
	names := make([]string, 0, len(c))
	for name := range c {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		set, known := keys[name]
		switch {
		case known:
			if err := set(c[name], &config); err != nil {
				faults.Add(name, err.Error(), mends[name])
			}
		case plainKey.MatchString(name) && !slices.Contains(toolkitKeys, name):
			faults.Add(name, "the key is unknown", suggestion(name))
		}
	}
	config.setDefaults()
	config.check(faults)
	return config, faults.Err()
}

var mends = map[string]string{
	"stage":        "write it like -c stage=prod",
	"architecture": "use one of " + string(gofunction.ARM64) + ", " + string(gofunction.X8664),
	"protect":      "use true or false",
	"monitoring":   "use true or false",
	"alarmEmail":   "write it like -c alarmEmail=ops@example.com",
}

func text(value any, to *string) error {
	s, ok := value.(string)
	if !ok {
		return fmt.Errorf("%s is not text", inJSON(value))
	}
	if s == "" {
		return fmt.Errorf("it is empty")
	}
	*to = s
	return nil
}

// boolean takes what JSON and the command line can say: true and "true".
func boolean(value any, to *bool) error {
	switch fmt.Sprint(value) {
	case "true":
		*to = true
	case "false":
		*to = false
	default:
		return fmt.Errorf("%s is not true or false", inJSON(value))
	}
	return nil
}

// inJSON shows a value as it stands in cdk.json.
func inJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

// suggestion names the known key that is nearest to name, and all of them where
// none is near.
func suggestion(name string) string {
	known := make([]string, 0, len(keys))
	for key := range keys {
		known = append(known, key)
	}
	slices.Sort(known)
	nearest := slices.MinFunc(known, func(a, b string) int {
		return distance(strings.ToLower(name), strings.ToLower(a)) - distance(strings.ToLower(name), strings.ToLower(b))
	})
	if distance(strings.ToLower(name), strings.ToLower(nearest)) <= 1+len(nearest)/3 {
		return fmt.Sprintf("did you mean %s?", nearest)
	}
	return "the keys are " + strings.Join(known, ", ")
}

// distance is Levenshtein's: how many letters to add, drop or change.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
