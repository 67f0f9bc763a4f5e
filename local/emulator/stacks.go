package emulator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// toolkitStack is the stack of `cdk bootstrap`.
const toolkitStack = "CDKToolkit"

const idleTimeout = 5 * time.Minute

// Stacks lists the stacks that exist, without the toolkit's own, sorted by name.
func (e *Emulator) Stacks(ctx context.Context) ([]types.Stack, error) {
	stacks, err := e.allStacks(ctx)
	return slices.DeleteFunc(stacks, func(s types.Stack) bool { return aws.ToString(s.StackName) == toolkitStack }), err
}

func (e *Emulator) allStacks(ctx context.Context) ([]types.Stack, error) {
	var stacks []types.Stack
	pages := cloudformation.NewDescribeStacksPaginator(e.cloudFormation(), &cloudformation.DescribeStacksInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the stacks: %w", err)
		}
		stacks = append(stacks, page.Stacks...)
	}
	stacks = slices.DeleteFunc(stacks, func(s types.Stack) bool { return s.StackStatus == types.StackStatusDeleteComplete })
	slices.SortFunc(stacks, func(a, b types.Stack) int {
		return strings.Compare(aws.ToString(a.StackName), aws.ToString(b.StackName))
	})
	return stacks, nil
}

// Bootstrapped reports whether the emulator is bootstrapped for the toolkit.
func (e *Emulator) Bootstrapped(ctx context.Context) (bool, error) {
	stacks, err := e.allStacks(ctx)
	return slices.ContainsFunc(stacks, func(s types.Stack) bool {
		return aws.ToString(s.StackName) == toolkitStack &&
			(s.StackStatus == types.StackStatusCreateComplete || s.StackStatus == types.StackStatusUpdateComplete)
	}), err
}

// Recover makes an emulator ready for a deployment after one that was interrupted: it waits until
// no stack is in progress and deletes each that the toolkit can no longer update. It calls tell
// before each step.
func (e *Emulator) Recover(ctx context.Context, tell func(string)) error {
	if err := e.WaitIdle(ctx, tell); err != nil {
		return err
	}
	stacks, err := e.allStacks(ctx)
	if err != nil {
		return err
	}
	for _, stack := range slices.Backward(stacks) {
		if !dead(stack.StackStatus) {
			continue
		}
		name := aws.ToString(stack.StackName)
		tell(fmt.Sprintf("%s is %s, left by an interrupted deployment: deleting it", name, stack.StackStatus))
		if err := e.deleteStack(ctx, name, tell); err != nil {
			return err
		}
	}
	return nil
}

// dead reports whether a stack in this state can only be deleted.
func dead(status types.StackStatus) bool {
	switch status {
	case types.StackStatusReviewInProgress, types.StackStatusCreateFailed, types.StackStatusRollbackComplete,
		types.StackStatusRollbackFailed, types.StackStatusDeleteFailed, types.StackStatusUpdateFailed,
		types.StackStatusUpdateRollbackFailed:
		return true
	default:
		return false
	}
}

// WaitIdle waits until no stack is being created, updated or deleted. It calls tell whenever it
// waits for another one.
func (e *Emulator) WaitIdle(ctx context.Context, tell func(string)) error {
	ctx, cancel := context.WithTimeoutCause(ctx, idleTimeout, errors.New("it was still in progress after five minutes"))
	defer cancel()
	told := map[string]bool{}
	for {
		stacks, err := e.allStacks(ctx)
		if err != nil {
			return err
		}
		busy := slices.IndexFunc(stacks, func(s types.Stack) bool {
			return s.StackStatus != types.StackStatusReviewInProgress && strings.HasSuffix(string(s.StackStatus), "_IN_PROGRESS")
		})
		if busy < 0 {
			return nil
		}
		now := fmt.Sprintf("%s is %s", aws.ToString(stacks[busy].StackName), stacks[busy].StackStatus)
		if !told[now] {
			tell("waiting: " + now)
			told[now] = true
		}
		if err := sleep(ctx, 200*time.Millisecond); err != nil {
			return fmt.Errorf("%s: %w", now, err)
		}
	}
}

// Unprotect turns off termination protection, which the context key "protect" turned on: everything
// on the emulator ends with it in any case.
func (e *Emulator) Unprotect(ctx context.Context) error {
	stacks, err := e.Stacks(ctx)
	if err != nil {
		return err
	}
	for _, stack := range stacks {
		if !aws.ToBool(stack.EnableTerminationProtection) {
			continue
		}
		_, err := e.cloudFormation().UpdateTerminationProtection(ctx, &cloudformation.UpdateTerminationProtectionInput{
			StackName:                   stack.StackName,
			EnableTerminationProtection: aws.Bool(false),
		})
		if err != nil {
			return fmt.Errorf("%s: turn termination protection off: %w", aws.ToString(stack.StackName), err)
		}
	}
	return nil
}

func (e *Emulator) deleteStack(ctx context.Context, name string, tell func(string)) error {
	_, err := e.cloudFormation().DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: aws.String(name)})
	if err != nil {
		return fmt.Errorf("delete stack %s: %w", name, err)
	}
	if err := e.WaitIdle(ctx, tell); err != nil {
		return err
	}
	stacks, err := e.allStacks(ctx)
	if err != nil {
		return err
	}
	for _, stack := range stacks {
		if aws.ToString(stack.StackName) == name {
			return fmt.Errorf("delete stack %s: it is %s: %s; `go run ./local down` ends it together with the emulator",
				name, stack.StackStatus, aws.ToString(stack.StackStatusReason))
		}
	}
	return nil
}
