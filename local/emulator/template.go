package emulator

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
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
