package emulator

import (
	"context"
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// A Thing is a stack, function, balancer, target group or bucket that exists.
type Thing struct{ Kind, Name string }

func (t Thing) String() string { return t.Kind + " " + t.Name }

// Inventory lists what exists: not what the stacks claim to own, but what each service says it has. What the
// CDK toolkit made for itself, its stack and what belongs to it, is left out.
func (e *Emulator) Inventory(ctx context.Context) ([]Thing, error) {
	var things []Thing
	for _, list := range []func(context.Context) ([]Thing, error){
		e.listStacks, e.listFunctions, e.listBalancers, e.listTargetGroups, e.listBuckets,
	} {
		found, err := list(ctx)
		if err != nil {
			return nil, fmt.Errorf("list what exists: %w", err)
		}
		things = append(things, found...)
	}
	ready, err := e.Bootstrapped(ctx)
	if err != nil || !ready {
		return things, err
	}
	own, err := e.physicalIDs(ctx, toolkitStack)
	if err != nil {
		return nil, err
	}
	names := slices.Collect(maps.Values(own))
	return slices.DeleteFunc(things, func(t Thing) bool { return slices.Contains(names, t.Name) }), nil
}

func (e *Emulator) listStacks(ctx context.Context) ([]Thing, error) {
	stacks, err := e.Stacks(ctx)
	var things []Thing
	for _, stack := range stacks {
		things = append(things, Thing{"stack", fmt.Sprintf("%s (%s)", aws.ToString(stack.StackName), stack.StackStatus)})
	}
	return things, err
}

func (e *Emulator) listFunctions(ctx context.Context) ([]Thing, error) {
	var things []Thing
	pages := lambda.NewListFunctionsPaginator(e.lambda(), &lambda.ListFunctionsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, function := range page.Functions {
			things = append(things, Thing{"function", aws.ToString(function.FunctionName)})
		}
	}
	return things, nil
}

func (e *Emulator) listBalancers(ctx context.Context) ([]Thing, error) {
	var things []Thing
	pages := elbv2.NewDescribeLoadBalancersPaginator(e.balancing(), &elbv2.DescribeLoadBalancersInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, balancer := range page.LoadBalancers {
			things = append(things, Thing{"load balancer", aws.ToString(balancer.LoadBalancerName)})
		}
	}
	return things, nil
}

func (e *Emulator) listTargetGroups(ctx context.Context) ([]Thing, error) {
	var things []Thing
	pages := elbv2.NewDescribeTargetGroupsPaginator(e.balancing(), &elbv2.DescribeTargetGroupsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, group := range page.TargetGroups {
			things = append(things, Thing{"target group", aws.ToString(group.TargetGroupName)})
		}
	}
	return things, nil
}

// listBuckets asks S3 itself, without the SDK's client for it: that one takes longer to compile than all others together.
func (e *Emulator) listBuckets(ctx context.Context) ([]Thing, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.URL()+"/", nil)
	if err != nil {
		return nil, err
	}
	response, err := httpClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer struct {
		XMLName xml.Name `xml:"ListAllMyBucketsResult"`
		Names   []string `xml:"Buckets>Bucket>Name"`
	}
	if err := xml.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("list the buckets: %s: %w", response.Status, err)
	}
	var things []Thing
	for _, name := range answer.Names {
		things = append(things, Thing{"bucket", name})
	}
	return things, nil
}

// Kept lists the resources that their templates keep when their stacks are deleted, as the context key
// "protect" asks for the bucket of the logs.
func (e *Emulator) Kept(ctx context.Context) ([]string, error) {
	stacks, err := e.Stacks(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, stack := range stacks {
		resources, err := e.resources(ctx, aws.ToString(stack.StackName))
		if err != nil {
			return nil, err
		}
		for _, r := range resources {
			if strings.HasPrefix(r.DeletionPolicy, "Retain") { // or RetainExceptOnCreate
				names = append(names, r.physicalID)
			}
		}
	}
	return names, nil
}

// Fingerprint changes whenever a stack is created, updated or deleted.
func (e *Emulator) Fingerprint(ctx context.Context) (string, error) {
	stacks, err := e.Stacks(ctx)
	var text strings.Builder
	for _, stack := range stacks {
		fmt.Fprintln(&text, aws.ToString(stack.StackId), stack.StackStatus, stack.LastUpdatedTime)
	}
	return text.String(), err
}
