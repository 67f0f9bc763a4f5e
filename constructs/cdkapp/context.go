package cdkapp

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
)

// Context returns what the CDK toolkit passes to the app: the context of cdk.json and
// cdk.context.json, and the options -c of the command line. It can be called before [Run], and
// costs no start of CDK; inside Run, Node().TryGetContext reads the same. Without the toolkit, the
// context is empty.
//
// The toolkit passes the context in the variable CDK_CONTEXT_JSON, and what does not fit into it in
// a file.
func Context() (map[string]any, error) {
	context := map[string]any{}
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

// NoCache is the context key that makes a synth remember nothing: it synthesizes, and checks all
// templates. On the command line: cdk synth -c cdkapp:no-cache=true.
const NoCache = "cdkapp:no-cache"

// wantsAssets says whether the toolkit is going to use what is synthesized. For cdk ls and cdk
// destroy, which need the names of the stacks alone, it names no stack whose assets are to be
// built.
func wantsAssets(context map[string]any) bool {
	stacks, ok := context["aws:cdk:bundling-stacks"].([]any)
	return !ok || len(stacks) > 0
}

// wantsAllAssets says whether the toolkit is going to use the assets of all stacks.
func wantsAllAssets(context map[string]any) bool {
	stacks, ok := context["aws:cdk:bundling-stacks"].([]any)
	return !ok || slices.Contains(stacks, any("**"))
}

// wantsCache says whether what is remembered may be used: findings, and the last synth.
func wantsCache(context map[string]any) bool {
	switch context[NoCache] {
	case true, "true":
		return false
	}
	return true
}
