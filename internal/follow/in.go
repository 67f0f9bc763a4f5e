package follow

import (
	"reflect"
	"slices"
	"strings"

	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// In are the constructs that values refer to, in the order in which they do: by tokens in their
// texts, and by those that other tokens hold, as a dynamic reference to a secret of this app does.
// Scope is a construct of the stack that the values are used in.
func In(scope constructs.IConstruct, values ...any) []constructs.IConstruct {
	var held []any
	for _, v := range values {
		held = gather(held, reflect.ValueOf(v))
	}
	if len(held) == 0 {
		return nil // it takes calls of CDK for each token
	}
	c := &collector{}
	awscdk.NewDefaultTokenResolver_Override(c, awscdk.NewStringConcat())
	// What CDK cannot resolve it will say itself, when it does so.
	_, _ = imported.Get(func() any {
		return awscdk.Tokenization_Resolve(held, &awscdk.ResolveOptions{Scope: scope, Resolver: c})
	})
	return c.targets
}

// collector resolves as CDK does, and remembers what is referred to.
type collector struct {
	awscdk.DefaultTokenResolver
	targets []constructs.IConstruct
}

// ResolveToken is called for each token, and for those that are found in one.
func (c *collector) ResolveToken(t awscdk.IResolvable, context awscdk.IResolveContext, post awscdk.IPostProcessor) any {
	if reference, ok := t.(awscdk.Reference); ok {
		c.targets = append(c.targets, reference.Target())
	}
	return c.DefaultTokenResolver.ResolveToken(t, context, post)
}

// gather appends the texts in v that hold a token, and the objects that are one.
func gather(held []any, v reflect.Value) []any {
	switch v.Kind() {
	case reflect.String:
		if strings.Contains(v.String(), "Token[") { // of a text, or of a list
			held = append(held, v.String())
		}
	case reflect.Interface:
		if v.CanInterface() {
			switch object := v.Interface().(type) {
			case awscdk.SecretValue: // which CDK resolves in a template alone
				return append(held, *object.UnsafeUnwrap())
			case awscdk.IResolvable:
				return append(held, object)
			}
		}
		if v.NumMethod() == 0 {
			held = gather(held, v.Elem())
		}
	case reflect.Pointer:
		held = gather(held, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				held = gather(held, v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			held = gather(held, v.Index(i))
		}
	case reflect.Map:
		for _, key := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int {
			return strings.Compare(a.String(), b.String())
		}) {
			held = gather(held, v.MapIndex(key))
		}
	}
	return held
}
