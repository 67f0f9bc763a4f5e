// Package earlyenv turns CDK's check of the templates off where the toolkit
// asks for no assets, as cdk ls and cdk destroy do: nobody reads the templates
// then, and the check is two thirds of a synth.
//
// The check listens to an environment variable alone, and jsii copies the
// environment when its packages are initialized, before main. So this package
// has to be initialized first. The language says that it is: packages that
// need no others are initialized in the order of their import paths, and
// example.com is before github.com. A test of the app watches that, since a
// module of another name may be behind.
// https://go.dev/ref/spec#Package_initialization
package earlyenv

import (
	"encoding/json"
	"os"
)

func init() {
	var context struct {
		Stacks *[]string `json:"aws:cdk:bundling-stacks"`
	}
	// A context that is no JSON is for the app to report.
	_ = json.Unmarshal([]byte(os.Getenv("CDK_CONTEXT_JSON")), &context)
	if context.Stacks != nil && len(*context.Stacks) == 0 {
		_ = os.Setenv("CDK_VALIDATION", "false")
	}
}
