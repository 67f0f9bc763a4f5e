package follow

import (
	"slices"
	"strings"

	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// in are the constructs that properties refer to: by the tokens in their texts, and by those that
// other tokens hold. Scope is a construct of the stack that the properties are used in.
func in(scope constructs.IConstruct, properties any) []constructs.IConstruct {
	if !tokens(properties) {
		return nil // it takes calls of CDK for each token
	}
	c := &collector{}
	awscdk.NewDefaultTokenResolver_Override(c, awscdk.NewStringConcat())
	// What CDK cannot resolve it will say itself, when it does so.
	_, _ = imported.Get(func() any {
		return awscdk.Tokenization_Resolve(properties, &awscdk.ResolveOptions{Scope: scope, Resolver: c})
	})
	return c.targets
}

// tokens says whether there may be a token in properties: CDK writes them into texts and numbers,
// and hands over other objects as they are.
func tokens(properties any) bool {
	switch v := properties.(type) {
	case nil, bool:
		return false
	case string:
		return strings.Contains(v, "Token[") // of a text, or of a list
	case float64:
		return v < leastNumber
	case []any:
		return slices.ContainsFunc(v, tokens)
	case map[string]any:
		for _, value := range v {
			if tokens(value) {
				return true
			}
		}
		return false
	}
	return true
}

// leastNumber is above the numbers that CDK writes for tokens.
const leastNumber = -1e200

// collector resolves as CDK does, and remembers what is referred to.
type collector struct {
	awscdk.DefaultTokenResolver
	targets []constructs.IConstruct
}

// ResolveToken is called for each token, and for those that are found in one.
func (c *collector) ResolveToken(t awscdk.IResolvable, context awscdk.IResolveContext, post awscdk.IPostProcessor) any {
	if reference, ok := t.(awscdk.Reference); ok {
		c.targets = append(c.targets, reference.Target())
		return "" // what it resolves to does not matter
	}
	return c.DefaultTokenResolver.ResolveToken(t, context, post)
}
