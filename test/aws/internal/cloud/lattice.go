package cloud

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"example.com/alb-lambda/test/aws/internal/wire"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/vpclattice"
	"github.com/aws/aws-sdk-go-v2/service/vpclattice/types"
)

// Lattice is what the proof calls of VPC Lattice.
type Lattice interface {
	GetService(context.Context, *vpclattice.GetServiceInput, ...func(*vpclattice.Options)) (*vpclattice.GetServiceOutput, error)
	GetServiceNetwork(context.Context, *vpclattice.GetServiceNetworkInput, ...func(*vpclattice.Options)) (*vpclattice.GetServiceNetworkOutput, error)
	GetTargetGroup(context.Context, *vpclattice.GetTargetGroupInput, ...func(*vpclattice.Options)) (*vpclattice.GetTargetGroupOutput, error)
}

// Functions is what it calls of Lambda.
type Functions interface {
	Invoke(context.Context, *lambda.InvokeInput, ...func(*lambda.Options)) (*lambda.InvokeOutput, error)
}

// Carry lets a function of the stage, the carrier, send a request from inside the VPC.
func (c *Cloud) Carry(ctx context.Context, function string, port int, method string, request []byte) (*wire.Response, error) {
	parcel, err := json.Marshal(wire.Parcel{Port: port, Method: method, Request: wire.Pack(request)})
	if err != nil {
		return nil, err
	}
	out, err := c.Functions.Invoke(ctx, &lambda.InvokeInput{FunctionName: aws.String(function), Payload: parcel})
	if err != nil {
		return nil, fmt.Errorf("invoke the carrier: %w", err)
	}
	if out.FunctionError != nil {
		return nil, fmt.Errorf("the carrier failed: %s %.200s", aws.ToString(out.FunctionError), out.Payload)
	}
	var reply wire.Reply
	if err := json.Unmarshal(out.Payload, &reply); err != nil {
		return nil, fmt.Errorf("the carrier returned %.200s: %w", out.Payload, err)
	}
	if reply.Error != "" {
		return nil, fmt.Errorf("in the VPC: %s", reply.Error)
	}
	body, err := reply.Body.Unpack()
	return &wire.Response{Status: reply.Status, Header: reply.Header, Body: body}, err
}

// latticeExists looks for a resource of VPC Lattice by its ARN.
func (c *Cloud) latticeExists(ctx context.Context, kind, arn string) (exists bool, err error) {
	switch kind {
	case "Service":
		_, err = c.Lattice.GetService(ctx, &vpclattice.GetServiceInput{ServiceIdentifier: aws.String(arn)})
	case "ServiceNetwork":
		_, err = c.Lattice.GetServiceNetwork(ctx, &vpclattice.GetServiceNetworkInput{ServiceNetworkIdentifier: aws.String(arn)})
	default:
		_, err = c.Lattice.GetTargetGroup(ctx, &vpclattice.GetTargetGroupInput{TargetGroupIdentifier: aws.String(arn)})
	}
	if _, missing := errors.AsType[*types.ResourceNotFoundException](err); missing {
		return false, nil
	}
	return err == nil, err
}
