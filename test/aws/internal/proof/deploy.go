package proof

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/exchange"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/state"
)

// importCertificate imports a certificate of the stage's own, unless a domain is given. What was
// imported before an interruption is found by its tag.
func importCertificate(ctx context.Context, r *Run) error {
	if r.State.Domain != "" {
		return skipError("the domain has a certificate of its own")
	}
	c := r.Platform.Cloud()
	before := r.State.Find(state.Certificate, names.CertificateHost)
	made, err := r.State.Intend(state.Certificate, names.CertificateHost)
	if err != nil {
		return err
	}
	arn := ""
	if before != nil {
		if arn, err = c.FindCertificate(ctx, r.State.Token); err != nil {
			return err
		}
	}
	if arn == "" {
		issued, err := certificate(r.State)
		if err != nil {
			return err
		}
		if arn, err = c.ImportCertificate(ctx, issued, []byte(r.State.Key), r.State.Token); err != nil {
			return err
		}
	}
	return r.State.Identify(made, arn)
}

// deploy deploys what the state says. Stacks of the same names that are not of this run are left
// alone.
func deploy(ctx context.Context, r *Run) error {
	settings, err := r.settings()
	if err != nil {
		return err
	}
	c := r.Platform.Cloud()
	if c == nil {
		return r.Platform.Deploy(ctx, settings)
	}
	for _, name := range names.Stacks(r.State.Stage) {
		stack, err := c.Stack(ctx, name)
		if err != nil {
			return err
		}
		if stack != nil && !r.mine(stack) {
			return fmt.Errorf("stack %s exists: %w", name, cloud.ErrForeign)
		}
		if stack != nil { // an interrupted deployment goes on
			if _, err := c.WaitIdle(ctx, stack.ID, r.Tell); err != nil {
				return err
			}
		}
	}
	for _, name := range names.Stacks(r.State.Stage) {
		if _, err := r.State.Intend(state.Stack, name); err != nil {
			return err
		}
	}
	watching, stop := context.WithCancel(ctx)
	var watch sync.WaitGroup
	watch.Go(func() { r.watchStacks(watching) })
	err = r.Platform.Deploy(ctx, settings)
	stop()
	watch.Wait()
	// After an interruption too: it is what the next run knows of the stacks.
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	return errors.Join(err, r.findStacks(late), r.findResources(late))
}

// findResources notes what the stacks have made: when they are gone, it is looked for.
func (r *Run) findResources(ctx context.Context) error {
	known := map[string]bool{}
	for _, one := range r.State.Resources {
		known[one.ID] = true
	}
	for _, made := range r.State.Made {
		if made.Kind != state.Stack || made.ID == "" || made.Gone {
			continue
		}
		all, err := r.Platform.Cloud().Resources(ctx, made.ID)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.ID != "" && !known[one.ID] {
				known[one.ID] = true
				r.State.Resources = append(r.State.Resources, state.Resource{LogicalID: one.LogicalID, Type: one.Type, ID: one.ID})
			}
		}
	}
	return r.State.Save()
}

// watchStacks notes the ids of the stacks while they are created.
func (r *Run) watchStacks(ctx context.Context) {
	for ctx.Err() == nil {
		_ = r.findStacks(ctx) // it is tried again, and at the end
		_ = r.Platform.Cloud().Wait(ctx)
	}
}

// mine reports whether a stack is of this run: it carries the token. One that was never created has
// no tag, and nothing in it: if this run was about to create it, it is what an interruption left.
func (r *Run) mine(stack *cloud.Stack) bool {
	if stack.Token == "" && stack.Status == "REVIEW_IN_PROGRESS" {
		return r.State.Find(state.Stack, stack.Name) != nil
	}
	return stack.Token == r.State.Token
}

// findStacks notes the ids of the stacks of this run, which carry its token.
func (r *Run) findStacks(ctx context.Context) error {
	for _, name := range names.Stacks(r.State.Stage) {
		stack, err := r.Platform.Cloud().Stack(ctx, name)
		if err != nil {
			return err
		}
		made := r.State.Find(state.Stack, name)
		if stack == nil || made == nil || !r.mine(stack) {
			continue
		}
		if err := r.State.Identify(made, stack.ID); err != nil {
			return err
		}
	}
	return nil
}

// change deploys other settings. They are noted first.
func (r *Run) change(ctx context.Context, to func(*state.State)) error {
	to(r.State)
	if err := r.State.Save(); err != nil {
		return err
	}
	return deploy(ctx, r)
}

// reachFor is how long a name of a new load balancer may take to resolve.
const reachFor = 10 * time.Minute

// reach waits until every front end responds.
func reach(ctx context.Context, r *Run) error {
	ends, err := r.endpoints(ctx)
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, reachFor)
	defer cancel()
	for _, end := range ends.All() {
		if end.Endpoint == nil {
			r.note("%s has no address on this platform", end.Name)
			continue
		}
		mode := names.Record
		if end.Stream {
			mode = names.Stream
		}
		request := &exchange.Request{Target: "/", Headers: [][2]string{{names.Header, names.Mark(mode, 0, end.Token)}}}
		for {
			response, err := exchange.Send(limited, end.Endpoint, request)
			if err == nil && response.Status == http.StatusOK {
				r.note("%s responds: %s%s", end.Name, end.Address, end.Base)
				break
			}
			if err == nil {
				err = fmt.Errorf("%d %.200s", response.Status, response.Body)
			}
			if waited := cloud.Sleep(limited, 2*time.Second); waited != nil {
				return fmt.Errorf("%s: %w", end.Name, err)
			}
		}
	}
	return nil
}

// diff compares what is deployed with the templates.
func diff(ctx context.Context, r *Run) error {
	settings, err := r.settings()
	if err != nil {
		return err
	}
	return r.Platform.Diff(ctx, settings)
}
