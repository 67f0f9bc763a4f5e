package emulator

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// A templateResource is a resource in a deployed template, with its physical id.
type templateResource struct {
	Type           string
	Properties     json.RawMessage
	DeletionPolicy string

	stack, physicalID string
}

// templateResources reads the resources of a stack by logical id.
func (e *Emulator) templateResources(ctx context.Context, stack string) (map[string]templateResource, error) {
	response, err := e.cloudFormation().GetTemplate(ctx, &cloudformation.GetTemplateInput{StackName: aws.String(stack)})
	if err != nil {
		return nil, fmt.Errorf("read the template of %s: %w", stack, err)
	}
	var template struct{ Resources map[string]templateResource }
	if err := json.Unmarshal([]byte(aws.ToString(response.TemplateBody)), &template); err != nil {
		return nil, fmt.Errorf("read the template of %s: %w", stack, err)
	}
	ids, err := e.physicalIDs(ctx, stack)
	if err != nil {
		return nil, err
	}
	for id, r := range template.Resources {
		r.stack, r.physicalID = stack, ids[id]
		template.Resources[id] = r
	}
	return template.Resources, nil
}

// physicalIDs lists the resources of a stack: physical by logical id.
func (e *Emulator) physicalIDs(ctx context.Context, stack string) (map[string]string, error) {
	ids := map[string]string{}
	input := &cloudformation.ListStackResourcesInput{StackName: aws.String(stack)}
	pages := cloudformation.NewListStackResourcesPaginator(e.cloudFormation(), input)
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the resources of %s: %w", stack, err)
		}
		for _, summary := range page.StackResourceSummaries {
			ids[aws.ToString(summary.LogicalResourceId)] = aws.ToString(summary.PhysicalResourceId)
		}
	}
	return ids, nil
}

// resolve returns the value of a property as CloudFormation would: of a literal, a Ref, the Arn of
// a function, or one of the two references to another stack.
func (e *Emulator) resolve(ctx context.Context, stack string, value json.RawMessage) (string, error) {
	var literal string
	if json.Unmarshal(value, &literal) == nil {
		return literal, nil
	}
	var call struct {
		Ref            *string
		GetAtt         *[2]string                              `json:"Fn::GetAtt"`
		ImportValue    *string                                 `json:"Fn::ImportValue"`
		GetStackOutput *struct{ StackName, OutputName string } `json:"Fn::GetStackOutput"`
	}
	if err := json.Unmarshal(value, &call); err != nil {
		return "", fmt.Errorf("%s is a form that is not supported here: %w", value, err)
	}
	switch {
	case call.Ref != nil:
		return e.physicalID(ctx, stack, *call.Ref)
	case call.GetAtt != nil && call.GetAtt[1] == "Arn":
		name, err := e.physicalID(ctx, stack, call.GetAtt[0])
		if err != nil {
			return "", err
		}
		function, err := e.lambda().GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: aws.String(name)})
		if err != nil {
			return "", err
		}
		return aws.ToString(function.FunctionArn), nil
	case call.ImportValue != nil:
		return e.export(ctx, *call.ImportValue)
	case call.GetStackOutput != nil:
		return e.output(ctx, call.GetStackOutput.StackName, call.GetStackOutput.OutputName)
	default:
		return "", fmt.Errorf("%s is a form that is not supported here", value)
	}
}

func (e *Emulator) physicalID(ctx context.Context, stack, logicalID string) (string, error) {
	input := &cloudformation.DescribeStackResourceInput{StackName: aws.String(stack), LogicalResourceId: aws.String(logicalID)}
	response, err := e.cloudFormation().DescribeStackResource(ctx, input)
	if err != nil {
		return "", err
	}
	return aws.ToString(response.StackResourceDetail.PhysicalResourceId), nil
}

func (e *Emulator) export(ctx context.Context, name string) (string, error) {
	pages := cloudformation.NewListExportsPaginator(e.cloudFormation(), &cloudformation.ListExportsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", err
		}
		for _, export := range page.Exports {
			if aws.ToString(export.Name) == name {
				return aws.ToString(export.Value), nil
			}
		}
	}
	return "", fmt.Errorf("no stack exports %s", name)
}

// output reads an output of a stack by its logical id.
func (e *Emulator) output(ctx context.Context, stack, name string) (string, error) {
	response, err := e.cloudFormation().DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: aws.String(stack)})
	if err != nil {
		return "", err
	}
	for _, output := range response.Stacks[0].Outputs {
		if aws.ToString(output.OutputKey) == name {
			return aws.ToString(output.OutputValue), nil
		}
	}
	return "", fmt.Errorf("stack %s has no output %s", stack, name)
}
