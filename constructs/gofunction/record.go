package gofunction

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Metadata is the type of the construct metadata that says how a function is built, in the manifest
// of the cloud assembly and not in the template. Its value has Package, Dir, Files, Tags, LDFlags
// and GOEXPERIMENT of [Props]; local/serve builds the function by it, for the machine that it runs
// on.
const Metadata = "alb-lambda:gofunction"

// recordedCode notes at each function that it becomes the code of how it is built.
type recordedCode struct {
	awslambda.AssetCode
	props *CodeProps
}

func newRecordedCode(props *CodeProps, dir string) awslambda.Code {
	c := &recordedCode{props: props}
	awslambda.NewAssetCode_Override(c, &dir, nil)
	return c
}

// Bind is called by CDK for each function that is created with the code.
func (c *recordedCode) Bind(scope constructs.Construct) *awslambda.CodeConfig {
	scope.Node().AddMetadata(jsii.String(Metadata), &map[string]any{
		"Package": c.props.Package, "Dir": c.props.dir(), "Files": c.props.files(), "Tags": c.props.Tags,
		"LDFlags": c.props.LDFlags, "GOEXPERIMENT": c.props.GOEXPERIMENT,
	}, nil)
	return c.AssetCode.Bind(scope)
}
