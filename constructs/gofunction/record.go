package gofunction

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Metadata is the type of the construct metadata that says how a function is built, in the manifest
// of the cloud assembly and not in the template. Its value has Package, Dir, Files, Tags, LDFlags
// and GOEXPERIMENT of [Props]; local/serve builds the function by it, for the machine that it runs
// on.
const Metadata = "alb-lambda:gofunction"

// record notes how the function is built.
func (c *CodeProps) record(function constructs.IConstruct) {
	function.Node().AddMetadata(jsii.String(Metadata), &map[string]any{
		"Package": c.Package, "Dir": c.dir(), "Files": c.files(), "Tags": c.Tags, "LDFlags": c.LDFlags, "GOEXPERIMENT": c.GOEXPERIMENT,
	}, nil)
}
