package cloud

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"example.com/alb-lambda/test/aws/internal/names"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"
)

// Stack is a stack that exists, or existed.
type Stack struct {
	ID, Name, Status, Reason string
	Token                    string // value of the tag, or ""
	Protected                bool   // its termination protection is on
	Outputs                  map[string]string
}

// Deleted reports whether it is gone.
func (s *Stack) Deleted() bool { return s.Status == string(types.StackStatusDeleteComplete) }

// Stack finds a stack by name or id. It is nil where there is none. By its id, a stack is found
// after it was deleted, too.
func (c *Cloud) Stack(ctx context.Context, nameOrID string) (*Stack, error) {
	out, err := c.Stacks.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: aws.String(nameOrID)})
	if missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for stack %s: %w", nameOrID, err)
	}
	if len(out.Stacks) == 0 {
		return nil, nil
	}
	found := &out.Stacks[0]
	s := &Stack{
		ID: aws.ToString(found.StackId), Name: aws.ToString(found.StackName), Status: string(found.StackStatus),
		Reason: aws.ToString(found.StackStatusReason), Protected: aws.ToBool(found.EnableTerminationProtection), Outputs: map[string]string{},
	}
	for _, tag := range found.Tags {
		if aws.ToString(tag.Key) == names.Tag {
			s.Token = aws.ToString(tag.Value)
		}
	}
	for _, output := range found.Outputs {
		s.Outputs[aws.ToString(output.OutputKey)] = aws.ToString(output.OutputValue)
	}
	return s, nil
}

// missing reports whether CloudFormation says that there is no such stack.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
func missing(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorCode() == "ValidationError" && strings.Contains(api.ErrorMessage(), "does not exist")
}

// DeleteStack deletes the one stack that has this id, if it carries the token or was never created,
// and waits until it is gone. Another stack that has the same name by now is not touched.
func (c *Cloud) DeleteStack(ctx context.Context, id, token string, tell func(string)) error {
	stack, err := c.Stack(ctx, id)
	if err != nil || stack == nil || stack.Deleted() {
		return err
	}
	neverCreated := stack.Token == "" && stack.Status == string(types.StackStatusReviewInProgress)
	if stack.Token != token && !neverCreated || stack.ID != id {
		return fmt.Errorf("stack %s: %w", stack.Name, ErrForeign)
	}
	if _, err := c.Stacks.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: aws.String(id)}); err != nil {
		return fmt.Errorf("delete stack %s: %w", stack.Name, err)
	}
	for last := ""; ; {
		stack, err = c.Stack(ctx, id)
		switch {
		case err != nil:
			return err
		case stack == nil || stack.Deleted():
			return nil
		case stack.Status == string(types.StackStatusDeleteFailed):
			return fmt.Errorf("delete stack %s: %s", stack.Name, stack.Reason)
		case stack.Status != last:
			last = stack.Status
			tell(stack.Name + " is " + last)
		}
		if err := c.Wait(ctx); err != nil {
			return err
		}
	}
}

// WaitIdle waits until a stack is not being changed any more.
func (c *Cloud) WaitIdle(ctx context.Context, id string, tell func(string)) (*Stack, error) {
	for last := ""; ; {
		stack, err := c.Stack(ctx, id)
		if err != nil || stack == nil || !strings.HasSuffix(stack.Status, "_IN_PROGRESS") || stack.Status == string(types.StackStatusReviewInProgress) {
			return stack, err
		}
		if stack.Status != last {
			last = stack.Status
			tell("waiting: " + stack.Name + " is " + last)
		}
		if err := c.Wait(ctx); err != nil {
			return nil, err
		}
	}
}

// Resource is what a stack made.
type Resource struct{ LogicalID, Type, ID, Status string }

// Resources lists those of a stack, after it was deleted too.
func (c *Cloud) Resources(ctx context.Context, id string) ([]Resource, error) {
	var all []Resource
	pages := cloudformation.NewListStackResourcesPaginator(c.Stacks, &cloudformation.ListStackResourcesInput{StackName: aws.String(id)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the resources of %s: %w", id, err)
		}
		for _, r := range page.StackResourceSummaries {
			all = append(all, Resource{
				LogicalID: aws.ToString(r.LogicalResourceId), Type: aws.ToString(r.ResourceType), ID: aws.ToString(r.PhysicalResourceId), Status: string(r.ResourceStatus),
			})
		}
	}
	return all, nil
}
