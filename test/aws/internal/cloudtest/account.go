// Package cloudtest is an account of AWS in memory, for the tests of what is done with one. It
// rejects what AWS rejects, with AWS's codes.
//
// It is for tests. What an emulator shows as well is tested there.
package cloudtest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"example.com/alb-lambda/test/aws/internal/cloud"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// Stack is one of CloudFormation's.
type Stack struct {
	ID, Name, Status string
	Tags             map[string]string
	Outputs          map[string]string
	Protected        bool // against termination
	Resources        []cloud.Resource
	Fails            string // why it cannot be deleted
}

// Account has what exists.
type Account struct {
	mutex sync.Mutex

	Stacks        []*Stack
	TargetGroups  map[string]map[string]string // tags by name
	Certificates  map[string]map[string]string // tags by ARN
	InUse         int                          // how often a certificate cannot be deleted yet
	LoadBalancers map[string]bool              // by ARN, whether it is protected
	Buckets       map[string]map[string]string // texts by key, by name
	LogGroups     []string
	Lattice       map[string]bool // by ARN, what there is of VPC Lattice
	AnyGroupMay   bool            // invoke the function
	MayNotTry     bool            // the caller may not register targets
	Fails         error           // that every call returns

	// Carries is what the carrier does.
	Carries func(event []byte) (returned []byte, failed bool)

	Calls []string // what was called, without what only looks
}

// New is an account without anything.
func New() *Account {
	return &Account{
		TargetGroups: map[string]map[string]string{}, Certificates: map[string]map[string]string{},
		LoadBalancers: map[string]bool{}, Lattice: map[string]bool{}, Buckets: map[string]map[string]string{},
	}
}

// Cloud has the account as its services. Nothing waits.
func (a *Account) Cloud() *cloud.Cloud {
	return &cloud.Cloud{
		Stacks: a, Balancing: a, Certificates: a, Buckets: a, Logs: a, Identity: a, Functions: a, Lattice: a, Region: "eu-central-1",
		Wait: func(ctx context.Context) error { return ctx.Err() }, Pause: func(ctx context.Context) error { return ctx.Err() },
	}
}

// Change changes what exists while it is looked at.
func (a *Account) Change(change func()) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	change()
}

// call locks the account, and notes a call that changes something.
func (a *Account) call(name string, of ...string) (unlock func(), err error) {
	a.mutex.Lock()
	if name != "" {
		a.Calls = append(a.Calls, strings.Join(append([]string{name}, of...), " "))
	}
	return a.mutex.Unlock, a.Fails
}

func reject(code, message string) error { return &smithy.GenericAPIError{Code: code, Message: message} }

// GetCallerIdentity is of the Security Token Service.
func (a *Account) GetCallerIdentity(context.Context, *sts.GetCallerIdentityInput, ...func(*sts.Options)) (*sts.GetCallerIdentityOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	return &sts.GetCallerIdentityOutput{Account: aws.String("123456789012")}, err
}

// find returns a stack by name, unless it is deleted, or by id.
func (a *Account) find(nameOrID string) *Stack {
	for _, s := range a.Stacks {
		if s.ID == nameOrID || s.Name == nameOrID && s.Status != "DELETE_COMPLETE" {
			return s
		}
	}
	return nil
}

// DescribeStacks is of CloudFormation. What is being deleted is gone the next time.
func (a *Account) DescribeStacks(_ context.Context, in *cloudformation.DescribeStacksInput, _ ...func(*cloudformation.Options)) (*cloudformation.DescribeStacksOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	if err != nil {
		return nil, err
	}
	s := a.find(aws.ToString(in.StackName))
	if s == nil {
		return nil, reject("ValidationError", "Stack with id "+aws.ToString(in.StackName)+" does not exist")
	}
	described := types.Stack{
		StackId: aws.String(s.ID), StackName: aws.String(s.Name), StackStatus: types.StackStatus(s.Status),
		EnableTerminationProtection: aws.Bool(s.Protected), StackStatusReason: aws.String(s.Fails),
	}
	for key, value := range s.Tags {
		described.Tags = append(described.Tags, types.Tag{Key: aws.String(key), Value: aws.String(value)})
	}
	for key, value := range s.Outputs {
		described.Outputs = append(described.Outputs, types.Output{OutputKey: aws.String(key), OutputValue: aws.String(value)})
	}
	switch {
	case s.Status == "DELETE_IN_PROGRESS" && (s.Fails != "" || slices.ContainsFunc(s.Resources, func(r cloud.Resource) bool { return a.LoadBalancers[r.ID] })):
		s.Status = "DELETE_FAILED"
	case s.Status == "DELETE_IN_PROGRESS":
		s.Status = "DELETE_COMPLETE"
		a.remove(s)
	case s.Status == "CREATE_IN_PROGRESS":
		s.Status = "CREATE_COMPLETE"
	case s.Status == "UPDATE_ROLLBACK_IN_PROGRESS":
		s.Status = "UPDATE_ROLLBACK_COMPLETE"
	}
	return &cloudformation.DescribeStacksOutput{Stacks: []types.Stack{described}}, nil
}

// remove removes what is in a stack.
func (a *Account) remove(s *Stack) {
	for i := range s.Resources {
		r := &s.Resources[i]
		if r.Status == "DELETE_SKIPPED" {
			continue
		}
		r.Status = "DELETE_COMPLETE"
		delete(a.LoadBalancers, r.ID)
		delete(a.Buckets, r.ID)
	}
}

// DeleteStack is of CloudFormation.
func (a *Account) DeleteStack(_ context.Context, in *cloudformation.DeleteStackInput, _ ...func(*cloudformation.Options)) (*cloudformation.DeleteStackOutput, error) {
	unlock, err := a.call("DeleteStack", aws.ToString(in.StackName))
	defer unlock()
	s := a.find(aws.ToString(in.StackName))
	if err == nil && s != nil && s.Protected {
		err = reject("ValidationError", "Stack ["+s.Name+"] cannot be deleted while TerminationProtection is enabled")
	}
	if err != nil {
		return nil, err
	}
	if s != nil && s.Status != "DELETE_COMPLETE" {
		s.Status = "DELETE_IN_PROGRESS"
	}
	return &cloudformation.DeleteStackOutput{}, nil
}

// UpdateTerminationProtection is of CloudFormation.
func (a *Account) UpdateTerminationProtection(_ context.Context, in *cloudformation.UpdateTerminationProtectionInput, _ ...func(*cloudformation.Options)) (*cloudformation.UpdateTerminationProtectionOutput, error) {
	unlock, err := a.call("UpdateTerminationProtection", aws.ToString(in.StackName))
	defer unlock()
	if s := a.find(aws.ToString(in.StackName)); s != nil && err == nil {
		s.Protected = aws.ToBool(in.EnableTerminationProtection)
	}
	return &cloudformation.UpdateTerminationProtectionOutput{}, err
}

// ListStackResources is of CloudFormation.
func (a *Account) ListStackResources(_ context.Context, in *cloudformation.ListStackResourcesInput, _ ...func(*cloudformation.Options)) (*cloudformation.ListStackResourcesOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	s := a.find(aws.ToString(in.StackName))
	if s == nil || err != nil {
		return nil, errors.Join(err, reject("ValidationError", "Stack does not exist"))
	}
	out := &cloudformation.ListStackResourcesOutput{}
	for _, r := range s.Resources {
		out.StackResourceSummaries = append(out.StackResourceSummaries, types.StackResourceSummary{
			LogicalResourceId: aws.String(r.LogicalID), ResourceType: aws.String(r.Type), PhysicalResourceId: aws.String(r.ID), ResourceStatus: types.ResourceStatus(r.Status),
		})
	}
	return out, nil
}
