package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// fine has a stack at the top, another that knows its region, and one in a stage.
func fine(app awscdk.App) { functions(app, 256) }

// broken gives the function of each stack more memory than Lambda has.
func broken(app awscdk.App) { functions(app, 100_000) }

func functions(app awscdk.App, memory int) {
	stage := awscdk.NewStage(app, jsii.String("stage"), nil)
	for _, stack := range []awscdk.Stack{
		awscdk.NewStack(app, jsii.String("first"), nil),
		awscdk.NewStack(app, jsii.String("second"), &awscdk.StackProps{Env: &awscdk.Environment{Region: jsii.String("eu-west-1")}}),
		awscdk.NewStack(stage, jsii.String("staged"), nil),
	} {
		awscdk.NewCfnResource(stack, jsii.String("Function"), &awscdk.CfnResourceProps{Type: jsii.String("AWS::Lambda::Function"), Properties: &map[string]any{
			"Code": map[string]any{"ZipFile": "exports.handler = async () => {}"}, "Role": "arn:aws:iam::123456789012:role/r",
			"Runtime": "nodejs24.x", "Handler": "index.handler", "MemorySize": memory,
		}})
	}
}

// acknowledged is broken and says that it is meant so; beside it, somebody else's plugin finds
// something.
func acknowledged(app awscdk.App) {
	broken(app)
	validations := awscdk.Validations_Of(app)
	validations.Acknowledge(&awscdk.Acknowledgment{Id: jsii.String("CloudFormation-Validate::F3034"), Reason: jsii.String("a test")})
	validations.AddPlugins(&policy{"somebody-elses"})
}

// policy is a plugin of somebody else.
type policy struct{ name string }

func (p *policy) Name() *string       { return &p.name }
func (p *policy) Version() *string    { return jsii.String("1.0.0") }
func (p *policy) RuleIds() *[]*string { return nil } //nolint:revive // CDK names it

func (p *policy) Validate(context awscdk.IPolicyValidationContext) *awscdk.PolicyValidationPluginReport {
	stack := (*context.StackTemplates())[0]
	return &awscdk.PolicyValidationPluginReport{Success: jsii.Bool(false), Violations: &[]*awscdk.PolicyViolation{{
		RuleName: jsii.String("no-first"), Description: jsii.String("there is a stack"), Severity: jsii.String("error"),
		ViolatingResources: &[]*awscdk.PolicyViolatingResource{{ResourceLogicalId: jsii.String("Function"), TemplatePath: stack.TemplatePath, Locations: &[]*string{}}},
	}}}
}

var guard = &awscdk.CloudFormationValidatePluginProps{GuardRules: &[]*awscdk.ValidationRuleSource{{
	Name:    jsii.String("memory"),
	Content: jsii.String(`rule FUNCTIONS_HAVE_A_KEY { Resources.*[ Type == "AWS::Lambda::Function" ].Properties.KmsKeyArn exists }`),
}}}
