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
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// A Resource is a stack, function, load balancer, target group or bucket that exists.
type Resource struct{ Kind, Name string }

func (r Resource) String() string { return r.Kind + " " + r.Name }

// Resources lists what exists: not what the stacks claim to own, but what each service reports. The
// CDK toolkit's own stack and its resources are left out.
func (e *Emulator) Resources(ctx context.Context) ([]Resource, error) {
	var all []Resource
	for _, list := range []func(context.Context) ([]Resource, error){
		e.listStacks, e.listFunctions, e.listLoadBalancers, e.listTargetGroups, e.listBuckets,
	} {
		found, err := list(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the resources: %w", err)
		}
		all = append(all, found...)
	}
	ready, err := e.Bootstrapped(ctx)
	if err != nil || !ready {
		return all, err
	}
	own, err := e.physicalIDs(ctx, toolkitStack)
	if err != nil {
		return nil, err
	}
	names := slices.Collect(maps.Values(own))
	return slices.DeleteFunc(all, func(r Resource) bool { return slices.Contains(names, r.Name) }), nil
}

func (e *Emulator) listStacks(ctx context.Context) ([]Resource, error) {
	stacks, err := e.Stacks(ctx)
	var found []Resource
	for _, stack := range stacks {
		found = append(found, Resource{"stack", fmt.Sprintf("%s (%s)", aws.ToString(stack.StackName), stack.StackStatus)})
	}
	return found, err
}

func (e *Emulator) listFunctions(ctx context.Context) ([]Resource, error) {
	var found []Resource
	pages := lambda.NewListFunctionsPaginator(e.lambda(), &lambda.ListFunctionsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, function := range page.Functions {
			found = append(found, Resource{"function", aws.ToString(function.FunctionName)})
		}
	}
	return found, nil
}

func (e *Emulator) listLoadBalancers(ctx context.Context) ([]Resource, error) {
	var found []Resource
	pages := elbv2.NewDescribeLoadBalancersPaginator(e.elbv2(), &elbv2.DescribeLoadBalancersInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, lb := range page.LoadBalancers {
			found = append(found, Resource{"load balancer", aws.ToString(lb.LoadBalancerName)})
		}
	}
	return found, nil
}

func (e *Emulator) listTargetGroups(ctx context.Context) ([]Resource, error) {
	var found []Resource
	pages := elbv2.NewDescribeTargetGroupsPaginator(e.elbv2(), &elbv2.DescribeTargetGroupsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, group := range page.TargetGroups {
			found = append(found, Resource{"target group", aws.ToString(group.TargetGroupName)})
		}
	}
	return found, nil
}

// listBuckets sends the request without the SDK's client for S3, which takes longer to compile than
// all others together.
func (e *Emulator) listBuckets(ctx context.Context) ([]Resource, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.URL()+"/", nil)
	if err != nil {
		return nil, err
	}
	response, err := httpClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var listed struct {
		XMLName xml.Name `xml:"ListAllMyBucketsResult"`
		Names   []string `xml:"Buckets>Bucket>Name"`
	}
	if err := xml.NewDecoder(response.Body).Decode(&listed); err != nil {
		return nil, fmt.Errorf("list the buckets: %s: %w", response.Status, err)
	}
	var found []Resource
	for _, name := range listed.Names {
		found = append(found, Resource{"bucket", name})
	}
	return found, nil
}

// Retained lists the resources that their templates retain when their stacks are deleted: with the
// context key "protect", the log bucket.
func (e *Emulator) Retained(ctx context.Context) ([]string, error) {
	stacks, err := e.Stacks(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, stack := range stacks {
		resources, err := e.templateResources(ctx, aws.ToString(stack.StackName))
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

// StateVersion changes whenever a stack is created, updated or deleted.
func (e *Emulator) StateVersion(ctx context.Context) (string, error) {
	stacks, err := e.Stacks(ctx)
	var text strings.Builder
	for _, stack := range stacks {
		text.WriteString(version(stack))
	}
	return text.String(), err
}

func version(stack types.Stack) string {
	return fmt.Sprintln(aws.ToString(stack.StackId), stack.StackStatus, stack.LastUpdatedTime)
}
