package proof

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/exchange"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/state"
)

// destroy deletes what the state says that this run has made, the last thing first. Requests are
// sent meanwhile, so that logs arrive. A protected stage is not protected any more.
func destroy(ctx context.Context, r *Run) error {
	c := r.Platform.Cloud()
	if err := r.findStacks(ctx); err != nil { // those of a deployment that was killed
		return err
	}
	if lb, err := r.resource(loadBalancer); err == nil && r.State.Protect {
		if err := c.UnprotectLoadBalancer(ctx, lb); err != nil {
			return err
		}
	}
	sending, stop := context.WithCancel(ctx)
	var sent sync.WaitGroup
	if ends, err := r.endpoints(ctx); err == nil { // unless it is not deployed as a whole
		sent.Go(func() { r.keepSending(sending, ends.Multi) })
	}
	defer sent.Wait()
	defer stop()
	var failed error
	for _, made := range r.State.Left() {
		if err := r.delete(ctx, c, made); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if err := r.State.Delete(made); err != nil {
			return err
		}
	}
	return failed
}

// delete deletes one thing. What was never made is gone.
func (r *Run) delete(ctx context.Context, c *cloud.Cloud, made *state.Made) (err error) {
	token := r.State.Token
	switch made.Kind {
	case state.Stack:
		if made.ID == "" {
			return nil // findStacks has looked
		}
		if _, err := c.WaitIdle(ctx, made.ID, r.Tell); err != nil {
			return err
		}
		if err := c.Unprotect(ctx, made.ID, token); err != nil {
			return err
		}
		r.note("deleting stack %s", made.Name)
		return c.DeleteStack(ctx, made.ID, token, func(line string) { r.Tell("  " + line) })
	case state.Certificate:
		if made.ID == "" {
			if made.ID, err = c.FindCertificate(ctx, token); err != nil || made.ID == "" {
				return err
			}
		}
		r.note("deleting certificate %s", made.ID)
		return c.DeleteCertificate(ctx, made.ID, token)
	case state.TargetGroup:
		if made.ID == "" {
			if made.ID, err = c.FindTargetGroup(ctx, made.Name); err != nil || made.ID == "" {
				return err
			}
		}
		r.note("deleting target group %s", made.Name)
		return c.DeleteTargetGroup(ctx, made.ID, token)
	}
	return fmt.Errorf("%s %s: nobody knows how to delete it", made.Kind, made.Name)
}

// keepSending sends requests until the context ends, or the load balancer does not respond any
// more: what it logs of them arrives while it is deleted.
func (r *Run) keepSending(ctx context.Context, to *platform.Endpoint) {
	for ctx.Err() == nil {
		_, err := r.send(ctx, to, &exchange.Request{Target: names.Service})
		if err != nil || r.Platform.Cloud().Pause(ctx) != nil {
			return
		}
	}
}

// nothingLeft looks for what the stacks had made: what CloudFormation says of it, and for what
// costs by the hour or keeps data, what the services say.
func nothingLeft(ctx context.Context, r *Run) error {
	c := r.Platform.Cloud()
	var failed failures
	looked := 0
	for _, made := range r.State.Made {
		if !made.Gone {
			failed.add("%s %s is left", made.Kind, made.Name)
		}
		if made.Kind != state.Stack || made.ID == "" {
			continue
		}
		stack, err := c.Stack(ctx, made.ID)
		if err != nil {
			return err
		}
		if stack == nil {
			continue
		}
		if !stack.Deleted() {
			failed.add("stack %s is %s", made.Name, stack.Status)
		}
		kept, err := c.Resources(ctx, made.ID)
		if err != nil {
			return err
		}
		for _, resource := range kept {
			if resource.Status != "DELETE_COMPLETE" {
				failed.add("%s %s is %s", strings.TrimPrefix(resource.Type, "AWS::"), resource.ID, resource.Status)
			}
		}
	}
	for _, resource := range r.State.Resources {
		exists, known, err := c.Exists(ctx, cloud.Resource{LogicalID: resource.LogicalID, Type: resource.Type, ID: resource.ID})
		if err != nil {
			return err
		}
		if known {
			looked++
		}
		if exists {
			failed.add("%s %s is left", strings.TrimPrefix(resource.Type, "AWS::"), resource.ID)
		}
	}
	r.note("%d resources were in the stacks; %d of them were looked for", len(r.State.Resources), looked)
	return failed.err()
}
