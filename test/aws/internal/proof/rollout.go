package proof

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"example.com/alb-lambda/test/aws/internal/exchange"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/state"
)

// canary deploys the next release, and sends requests meanwhile: the one before has to respond even
// after the new one has, and in the end the new one alone.
func canary(ctx context.Context, r *Run) error {
	before := r.State.Release
	number, err := strconv.Atoi(before)
	if err != nil {
		return err
	}
	next := strconv.Itoa(number + 1)
	seen, err := r.seenDuring(ctx, func() error {
		return r.change(ctx, func(s *state.State) { s.Release = next })
	})
	if err != nil {
		return err
	}
	r.note("while the alias was shifted, releases responded: %s", counts(seen))
	first := slices.Index(seen, next)
	if first < 0 || !slices.Contains(seen[first:], before) {
		return fmt.Errorf("release %s did not respond any more once %s did: the alias was not shifted in steps", before, next)
	}
	return r.only(ctx, next)
}

// rollback deploys a release whose invocations fail. The deployment has to fail too, and the
// release before has to respond.
func rollback(ctx context.Context, r *Run) error {
	before := r.State.Release
	seen, err := r.seenDuring(ctx, func() error {
		return r.change(ctx, func(s *state.State) { s.Release, s.Broken = before+"-broken", true })
	})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	deployed := err == nil
	r.State.Release, r.State.Broken = before, false
	if err := r.State.Save(); err != nil {
		return err
	}
	r.note("while it was tried, releases responded: %s", counts(seen))
	if deployed {
		return errors.New("the release that fails was deployed")
	}
	stack, err := r.Platform.Cloud().WaitIdle(ctx, r.State.Find(state.Stack, names.Functions(r.State.Stage)).ID, r.Tell)
	if err != nil {
		return err
	}
	if stack == nil || stack.Status != "UPDATE_ROLLBACK_COMPLETE" {
		return fmt.Errorf("the stack is not rolled back: %+v", stack)
	}
	r.note("stack %s is %s", stack.Name, stack.Status)
	return r.only(ctx, before)
}

// seenDuring lists the releases that respond while something is done. A response that is under way
// at its end counts: it may be the only one of its release.
func (r *Run) seenDuring(ctx context.Context, do func() error) ([]string, error) {
	ends, err := r.endpoints(ctx)
	if err != nil {
		return nil, err
	}
	sending, stop := context.WithCancel(ctx)
	var seen []string
	var sent sync.WaitGroup
	sent.Go(func() {
		for sending.Err() == nil {
			if got, err := r.send(ctx, ends.Multi, &exchange.Request{Target: names.Service}); err == nil {
				seen = append(seen, release(got))
			}
			_ = r.Platform.Cloud().Pause(sending)
		}
	})
	err = do()
	stop()
	sent.Wait()
	return seen, err
}

// only checks that one release alone responds.
func (r *Run) only(ctx context.Context, want string) error {
	ends, err := r.endpoints(ctx)
	if err != nil {
		return err
	}
	for range 20 {
		got, err := r.send(ctx, ends.Multi, &exchange.Request{Target: names.Service})
		if err != nil {
			return err
		}
		if found := release(got); found != want {
			return fmt.Errorf("release %s responds, want %s alone", found, want)
		}
	}
	return nil
}

// release is which one responded, or the status where the service did not respond.
func release(got *exchange.Response) string {
	var by said
	if err := json.Unmarshal(got.Body, &by); err != nil || by.Name != "service" {
		return "status " + strconv.Itoa(got.Status)
	}
	return by.Release
}

func counts(seen []string) string {
	if len(seen) == 0 {
		return "none"
	}
	count := map[string]int{}
	for _, release := range seen {
		count[release]++
	}
	var each []string
	for _, release := range slices.Sorted(maps.Keys(count)) {
		each = append(each, fmt.Sprintf("%s: %d", release, count[release]))
	}
	return strings.Join(each, ", ")
}
