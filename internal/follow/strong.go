package follow

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// Strong makes the references of other stacks to the constructs strong, so that CloudFormation
// rejects what would replace them while they are in use. It leaves imported ones alone.
func Strong(referenced ...constructs.IConstruct) {
	for _, r := range referenced {
		if created := resource(r); created != nil {
			created.ApplyCrossStackReferenceStrength(awscdk.ReferenceStrength_STRONG)
		}
	}
}

// Holding are the choices of [Hold].
type Holding struct {
	// Except says what is not held, though it could be. Default: nothing.
	Except func(referenced awscdk.CfnResource) bool
	// Replaced is called where something is not held, with a text that changes when it is going to be
	// replaced. Default: nothing.
	Replaced func(identity string)
}

// Hold makes the references of one resource strong, whatever its properties hold when the app is
// synthesized. To other accounts and regions there are no strong ones, or none without a custom
// resource.
func Hold(consumer awscdk.CfnResource, choices Holding) {
	// After all other aspects: what they change is what is deployed.
	awscdk.Aspects_Of(consumer).Add(&holder{consumer: consumer, Holding: choices}, &awscdk.AspectOptions{Priority: awscdk.AspectPriority_READONLY()})
}

type holder struct {
	Holding
	consumer awscdk.CfnResource
	done     bool
}

// Visit is called by CDK for the resource, before it resolves references.
func (h *holder) Visit(constructs.IConstruct) {
	if h.done {
		return // an app may be synthesized more than once
	}
	h.done = true
	var others []awscdk.CfnElement
	for _, element := range elsewhere(h.consumer) {
		referenced, ok := element.(awscdk.CfnResource)
		if ok && together(h.consumer.Stack(), referenced.Stack()) && (h.Except == nil || !h.Except(referenced)) {
			Strong(referenced)
			continue
		}
		others = append(others, element)
	}
	if len(others) > 0 && h.Replaced != nil {
		h.Replaced(*(&identity{others}).Produce())
	}
}

// together says whether CDK takes two stacks to be in one account and region.
func together(a, b awscdk.Stack) bool {
	return same(a.Account(), b.Account()) && same(a.Region(), b.Region())
}

// same is about texts that may be known at deployment only, as they are in all stacks without an
// environment.
func same(a, b *string) bool {
	unknown := *awscdk.Token_IsUnresolved(a)
	return unknown == *awscdk.Token_IsUnresolved(b) && (unknown || *a == *b)
}
