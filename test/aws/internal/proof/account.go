package proof

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/state"
)

// permission tries what the permission of the function must not allow: to register the function
// with a target group that no stack made. That it allows enough is shown by the deployment, which
// registers the function, and by every request.
func permission(ctx context.Context, r *Run) (err error) {
	c := r.Platform.Cloud()
	settings, err := r.settings()
	if err != nil {
		return err
	}
	stack, err := c.Stack(ctx, names.Functions(settings.Stage))
	if err != nil {
		return err
	}
	if stack == nil {
		return errors.New("the stack of the functions is gone")
	}
	name := "prove-other-" + r.State.Stage
	made, err := r.State.Intend(state.TargetGroup, name)
	if err != nil {
		return err
	}
	arn, err := c.FindTargetGroup(ctx, name)
	if err == nil && arn == "" {
		arn, err = c.CreateTargetGroup(ctx, name, r.State.Token)
	}
	if err != nil {
		return err
	}
	if err := r.State.Identify(made, arn); err != nil {
		return err
	}
	denied, err := c.Register(ctx, arn, stack.Outputs[names.RecorderARN])
	switch {
	case denied:
		r.note("rejected, as it must be: %v", err)
		err = nil
	case err == nil:
		err = errors.New("a target group of nobody's may invoke the function")
	}
	if deleted := c.DeleteTargetGroup(ctx, arn, r.State.Token); deleted != nil {
		return errors.Join(err, deleted)
	}
	return errors.Join(err, r.State.Delete(made))
}

const loadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"

// resource finds one of the resources of the stage.
func (r *Run) resource(kind string) (string, error) {
	i := slices.IndexFunc(r.State.Resources, func(one state.Resource) bool { return one.Type == kind })
	if i < 0 {
		return "", fmt.Errorf("the stage has no %s", kind)
	}
	return r.State.Resources[i].ID, nil
}

// protection protects the stage, tries to delete it, and takes the protection off again.
func protection(ctx context.Context, r *Run) error {
	c := r.Platform.Cloud()
	if err := r.change(ctx, func(s *state.State) { s.Protect = true }); err != nil {
		return err
	}
	var failed failures
	lb, err := r.resource(loadBalancer)
	if err != nil {
		return err
	}
	denied, err := c.DeleteLoadBalancer(ctx, lb)
	if denied {
		r.note("the load balancer: %v", err)
	} else {
		failed.add("the load balancer is deleted despite its protection: %v", err)
	}
	for _, name := range names.Stacks(r.State.Stage) {
		err := c.TryDelete(ctx, r.State.Find(state.Stack, name).ID)
		if err != nil && strings.Contains(err.Error(), "TerminationProtection") {
			r.note("stack %s: %v", name, err)
		} else {
			failed.add("stack %s is deleted despite its protection: %v", name, err)
		}
	}
	if err := r.change(ctx, func(s *state.State) { s.Protect = false }); err != nil {
		return errors.Join(failed.err(), err)
	}
	for _, name := range names.Stacks(r.State.Stage) {
		if err := c.Unprotect(ctx, r.State.Find(state.Stack, name).ID, r.State.Token); err != nil {
			return errors.Join(failed.err(), err)
		}
	}
	return failed.err()
}
