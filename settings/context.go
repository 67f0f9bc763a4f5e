package settings

import (
	"encoding/json"
	"fmt"
	"os"
)

// Context is what the CDK toolkit passes to the app: the keys of cdk.json and of -c options.
type Context map[string]any

// FromEnvironment reads the context from where the toolkit leaves it: a variable, and a file for what
// does not fit into it. Without the toolkit, the context is empty.
func FromEnvironment() (Context, error) {
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

// WantsAssets says whether the toolkit is going to use what is synthesized: not for cdk ls and
// cdk destroy, which need the names of the stacks only.
func (c Context) WantsAssets() bool {
	stacks, ok := c["aws:cdk:bundling-stacks"].([]any)
	return !ok || len(stacks) > 0
}
