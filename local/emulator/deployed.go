package emulator

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// A DeployedStack is a stack as CloudFormation has it.
type DeployedStack struct {
	// Name and ID, the ARN, are the stack's.
	Name, ID string
	// Template is that of the last deployment.
	Template string
	// Parameters are the values that the stack was given, or that CloudFormation looked up.
	Parameters map[string]string
	// IDs are the physical ids of the resources, by logical id.
	IDs map[string]string
	// Outputs are those of all stacks when this one was changed last, by stack and name: what its
	// references to other stacks have become, as far as this program has seen it.
	Outputs map[string]map[string]string

	version string // which changes with each deployment
}

// Deployed lists the stacks as they are deployed. One that is being changed, or that could not be
// changed back, is as it was before: known has it, from an earlier call.
func (e *Emulator) Deployed(ctx context.Context, known []DeployedStack) ([]DeployedStack, error) {
	stacks, err := e.Stacks(ctx)
	if err != nil {
		return nil, err
	}
	outputs := map[string]map[string]string{}
	for _, s := range stacks {
		of := map[string]string{}
		for _, output := range s.Outputs {
			of[aws.ToString(output.OutputKey)] = aws.ToString(output.OutputValue)
		}
		outputs[aws.ToString(s.StackName)] = of
	}
	var all []DeployedStack
	for _, s := range stacks {
		if !complete(s.StackStatus) {
			for _, before := range known {
				if before.ID == aws.ToString(s.StackId) {
					all = append(all, before)
				}
			}
			continue
		}
		now := version(s)
		if i := slices.IndexFunc(known, func(k DeployedStack) bool { return k.version == now }); i >= 0 {
			all = append(all, known[i])
			continue
		}
		d := DeployedStack{version: now, Name: aws.ToString(s.StackName), ID: aws.ToString(s.StackId), Parameters: map[string]string{}, Outputs: outputs}
		for _, p := range s.Parameters {
			d.Parameters[aws.ToString(p.ParameterKey)] = aws.ToString(p.ParameterValue)
			if p.ResolvedValue != nil {
				d.Parameters[aws.ToString(p.ParameterKey)] = *p.ResolvedValue
			}
		}
		response, err := e.cloudFormation().GetTemplate(ctx, &cloudformation.GetTemplateInput{StackName: s.StackName})
		if err != nil {
			return nil, fmt.Errorf("read the template of %s: %w", d.Name, err)
		}
		d.Template = aws.ToString(response.TemplateBody)
		if d.IDs, err = e.physicalIDs(ctx, d.Name); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// complete reports whether all of a stack's template is deployed.
func complete(status types.StackStatus) bool {
	switch status {
	case types.StackStatusCreateComplete, types.StackStatusUpdateComplete, types.StackStatusUpdateRollbackComplete,
		types.StackStatusUpdateCompleteCleanupInProgress, types.StackStatusUpdateRollbackCompleteCleanupInProgress:
		return true
	default:
		return false
	}
}
