package follow

import (
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// output is what a weak reference reads: of a stack, by its logical id.
type output struct{ stack, id string }

// weak appends the outputs that resolved properties read by weak references. One whose name is not
// a text is without it.
func weak(read []output, properties any) []output {
	switch v := properties.(type) {
	case []any:
		for _, element := range v {
			read = weak(read, element)
		}
	case map[string]any:
		if of, ok := v["Fn::GetStackOutput"].(map[string]any); ok {
			stack, _ := of["StackName"].(string)
			id, _ := of["OutputName"].(string)
			return append(read, output{stack, id})
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			read = weak(read, v[key])
		}
	}
	return read
}

// outputs are those that CDK has added to stacks for the weak references of others, with what they
// stand for. To look there takes fewer calls of CDK than to look at each token of each resource.
type outputs map[output][]awscdk.CfnElement

// outputsOf are those of the stacks that a stack depends on.
func outputsOf(stack awscdk.Stack) outputs {
	all := outputs{}
	for _, producer := range *stack.Dependencies() {
		scope := producer.Node().TryFindChild(jsii.String("Publish"))
		if scope == nil {
			continue
		}
		for _, child := range *scope.Node().Children() {
			published, ok := child.(awscdk.CfnOutput)
			if !ok {
				continue
			}
			key := output{*producer.StackName(), *producer.GetLogicalId(published)}
			for _, target := range in(published, published.Value()) {
				if element, ok := target.(awscdk.CfnElement); ok {
					all[key] = append(all[key], element)
				}
			}
		}
	}
	return all
}

// behind is what outputs stand for, and whether that is known of each.
func (o outputs) behind(read []output) (others []awscdk.CfnElement, known bool) {
	for _, r := range read {
		if o[r] == nil {
			return nil, false
		}
		others = append(others, o[r]...)
	}
	return sorted(others), true
}
