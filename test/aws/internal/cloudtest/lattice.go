package cloudtest

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/vpclattice"
	"github.com/aws/aws-sdk-go-v2/service/vpclattice/types"
)

// Invoke is of Lambda. It knows one function, that of the carrier.
func (a *Account) Invoke(_ context.Context, in *lambda.InvokeInput, _ ...func(*lambda.Options)) (*lambda.InvokeOutput, error) {
	unlock, err := a.call("Invoke", aws.ToString(in.FunctionName))
	unlock() // it takes its time
	if err != nil {
		return nil, err
	}
	returned, failed := a.Carries(in.Payload)
	out := &lambda.InvokeOutput{StatusCode: 200, Payload: returned}
	if failed {
		out.FunctionError = aws.String("Unhandled")
	}
	return out, nil
}

// GetService is of VPC Lattice.
func (a *Account) GetService(_ context.Context, in *vpclattice.GetServiceInput, _ ...func(*vpclattice.Options)) (*vpclattice.GetServiceOutput, error) {
	return &vpclattice.GetServiceOutput{}, a.getLattice(in.ServiceIdentifier)
}

// GetServiceNetwork is of VPC Lattice.
func (a *Account) GetServiceNetwork(_ context.Context, in *vpclattice.GetServiceNetworkInput, _ ...func(*vpclattice.Options)) (*vpclattice.GetServiceNetworkOutput, error) {
	return &vpclattice.GetServiceNetworkOutput{}, a.getLattice(in.ServiceNetworkIdentifier)
}

// GetTargetGroup is of VPC Lattice.
func (a *Account) GetTargetGroup(_ context.Context, in *vpclattice.GetTargetGroupInput, _ ...func(*vpclattice.Options)) (*vpclattice.GetTargetGroupOutput, error) {
	return &vpclattice.GetTargetGroupOutput{}, a.getLattice(in.TargetGroupIdentifier)
}

func (a *Account) getLattice(arn *string) error {
	unlock, err := a.call("")
	defer unlock()
	if err == nil && !a.Lattice[aws.ToString(arn)] {
		err = &types.ResourceNotFoundException{}
	}
	return err
}
