package emulator

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

// gaps are the resources that MiniStack 1.5.33 creates incompletely. Each is completed here after a
// deployment, from the deployed template. Where the emulator is complete nothing is added, and a
// newer MiniStack that closes a gap makes its line a no-op that can be deleted.
var gaps = map[string]func(context.Context, *Emulator, templateResource) error{
	// CloudFormation creates a target group without its Targets, so that the load balancer responds
	// 503.
	"AWS::ElasticLoadBalancingV2::TargetGroup": registerTargets,
}

// Bridge closes the emulator's gaps in all stacks. It may be called at any time and any number of
// times.
func (e *Emulator) Bridge(ctx context.Context) error {
	stacks, err := e.Stacks(ctx)
	if err != nil {
		return err
	}
	for _, stack := range stacks {
		resources, err := e.templateResources(ctx, aws.ToString(stack.StackName))
		if err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(resources)) {
			r := resources[id]
			bridge, ok := gaps[r.Type]
			if !ok || r.physicalID == "" {
				continue
			}
			if err := bridge(ctx, e, r); err != nil {
				return fmt.Errorf("%s/%s: %w", r.stack, id, err)
			}
		}
	}
	return nil
}

func registerTargets(ctx context.Context, e *Emulator, group templateResource) error {
	var properties struct {
		Targets []struct{ ID json.RawMessage }
	}
	if err := json.Unmarshal(group.Properties, &properties); err != nil {
		return fmt.Errorf("read Targets: %w", err)
	}
	wanted := map[string]bool{}
	for _, target := range properties.Targets {
		id, err := e.resolve(ctx, group.stack, target.ID)
		if err != nil {
			return fmt.Errorf("read Targets: %w", err)
		}
		wanted[id] = true
	}
	client, arn := e.elbv2(), aws.String(group.physicalID)
	health, err := client.DescribeTargetHealth(ctx, &elbv2.DescribeTargetHealthInput{TargetGroupArn: arn})
	if err != nil {
		return err
	}
	var stale []elbtypes.TargetDescription
	for _, target := range health.TargetHealthDescriptions {
		id := aws.ToString(target.Target.Id)
		if !wanted[id] {
			stale = append(stale, elbtypes.TargetDescription{Id: aws.String(id)})
		}
		delete(wanted, id)
	}
	if len(stale) > 0 {
		input := &elbv2.DeregisterTargetsInput{TargetGroupArn: arn, Targets: stale}
		if _, err := client.DeregisterTargets(ctx, input); err != nil {
			return err
		}
	}
	var missing []elbtypes.TargetDescription
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		missing = append(missing, elbtypes.TargetDescription{Id: aws.String(id)})
	}
	if len(missing) == 0 {
		return nil
	}
	_, err = client.RegisterTargets(ctx, &elbv2.RegisterTargetsInput{TargetGroupArn: arn, Targets: missing})
	return err
}
