package follow

import (
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// References looks, when the app is synthesized, at every resource in a construct, whoever added it
// and whatever its properties hold by then. One with a weak reference to another stack gets
// metadata that changes when what it refers to is going to be replaced. Followed is called for each
// of these, with the text of the metadata, unless it is nil.
//
// What AddOverride adds to a resource is not seen: CDK shows it to nobody.
func References(consumer constructs.IConstruct, followed func(consumer awscdk.CfnResource, hash *string)) {
	f := &follower{construct: consumer, followed: followed, done: map[string]bool{}}
	if awscdk.Stack_Of(consumer).NestedStackParent() == nil {
		consumer.Node().AddValidation(f)
		return
	}
	// The template of a nested stack is written before anything is validated.
	awscdk.Aspects_Of(consumer).Add(f, &awscdk.AspectOptions{Priority: awscdk.AspectPriority_READONLY()})
}

type follower struct {
	construct constructs.IConstruct
	followed  func(awscdk.CfnResource, *string)
	done      map[string]bool // resources: an app may be synthesized more than once
}

// Validate is called by CDK when all references are resolved, in each synthesis.
func (f *follower) Validate() *[]*string {
	stack := awscdk.Stack_Of(f.construct)
	// CDK makes a stack depend on those that it refers to, but for those of other accounts.
	if len(*stack.Dependencies()) == 0 && *awscdk.Token_IsUnresolved(stack.Account()) {
		return &[]*string{}
	}
	published := outputsOf(stack)
	for _, node := range *f.construct.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		consumer, ok := node.(awscdk.CfnResource)
		if !ok {
			continue
		}
		read := weak(nil, stack.Resolve(*consumer.CfnProperties()))
		if len(read) == 0 {
			continue
		}
		others, known := published.behind(read)
		if !known {
			others = elsewhere(consumer)
		}
		f.mark(consumer, others)
	}
	return &[]*string{} // nothing here is wrong
}

// Visit is called by CDK for the construct and all below it.
func (f *follower) Visit(node constructs.IConstruct) {
	if consumer, ok := node.(awscdk.CfnResource); ok {
		f.mark(consumer, elsewhere(consumer))
	}
}

func (f *follower) mark(consumer awscdk.CfnResource, others []awscdk.CfnElement) {
	if path := *consumer.Node().Path(); len(others) > 0 && !f.done[path] {
		f.done[path] = true
		// It is produced when the template is written: nothing changes any more.
		hash := awscdk.Lazy_String(&identity{others}, nil)
		consumer.AddMetadata(jsii.String(Key), hash)
		if f.followed != nil {
			f.followed(consumer, hash)
		}
	}
}

// elsewhere are the resources and parameters of other stacks that a resource refers to, by path. A
// nested stack is one with those around it: CloudFormation follows their references itself.
func elsewhere(consumer awscdk.CfnResource) (others []awscdk.CfnElement) {
	stack := outermost(consumer.Stack())
	for _, target := range in(consumer, *consumer.CfnProperties()) {
		if element, ok := target.(awscdk.CfnElement); ok && outermost(element.Stack()) != stack {
			others = append(others, element)
		}
	}
	return sorted(others)
}

// sorted are the elements by path, each once.
func sorted(elements []awscdk.CfnElement) (each []awscdk.CfnElement) {
	byPath := map[string]awscdk.CfnElement{}
	for _, element := range elements {
		byPath[*element.Node().Path()] = element
	}
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		each = append(each, byPath[path])
	}
	return each
}

func outermost(stack awscdk.Stack) awscdk.Stack {
	for stack.NestedStackParent() != nil {
		stack = stack.NestedStackParent()
	}
	return stack
}
