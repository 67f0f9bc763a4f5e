// Package reference says what CDK's tokens stand for. CDK numbers its tokens in the order of their
// creation, so that the text of one changes with unrelated code, and two imports of one value are
// two texts. What goes into a hash, or is compared across stacks, comes from here.
//
// What several constructs need to follow references may enter. Which strength a reference has is
// the business of each construct.
package reference

import (
	"encoding/json"
	"regexp"
	"strings"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// Text is s with what identifies each token's value between the token's brackets: "${Token[…]}". It
// is the same in every synthesis, two tokens of the same value have the same text, and two of
// different values have different ones. Scope is a construct of the stack that s is used in.
func Text(scope constructs.IConstruct, s string) string {
	if !token.In(s) {
		return s
	}
	if !strings.Contains(s, "${Token[") {
		return s + place(scope) // a dynamic reference, which each account and region has for itself
	}
	var out strings.Builder
	fragments := awscdk.Tokenization_ReverseString(&s)
	tokens := *fragments.Tokens()
	literals := marker.Split(s, -1)
	for i, literal := range literals {
		out.WriteString(literal)
		if i < len(literals)-1 && i < len(tokens) {
			out.WriteString("${Token[" + value(scope, tokens[i]) + "]}")
		}
	}
	return out.String()
}

// marker is a token in a text. https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
var marker = regexp.MustCompile(`\$\{Token\[[^]]*\]\}`)

func value(scope constructs.IConstruct, t awscdk.IResolvable) string {
	if reference, ok := t.(awscdk.Reference); ok {
		target := reference.Target()
		if parameter, ok := target.(awscdk.CfnParameter); ok {
			if name, ok := parameter.Default().(string); ok && strings.HasPrefix(*parameter.Type(), "AWS::SSM::Parameter::") {
				return "ssm " + name + place(scope)
			}
		}
		return *target.Node().Path() + "." + *reference.DisplayName()
	}
	text, err := json.Marshal(awscdk.Stack_Of(scope).Resolve(t))
	if err != nil {
		return err.Error()
	}
	return string(text) + ownedBy(scope, string(text))
}

// logical is a reference to a resource of the stack itself, or to one of its names.
var logical = regexp.MustCompile(`"Fn::GetAtt"|"Ref":"(?:[^A]|A[^W]|AWS::Stack)|AWS::Stack`)

// ownedBy tells two stacks apart whose intrinsic functions read the same.
func ownedBy(scope constructs.IConstruct, text string) string {
	if logical.MatchString(text) {
		return " in " + *awscdk.Stack_Of(scope).Node().Path()
	}
	return place(scope)
}

// place is the account and region of a stack, where they are known: exports, parameters and the
// like are by account and region.
func place(scope constructs.IConstruct) string {
	stack := awscdk.Stack_Of(scope)
	var known strings.Builder
	for _, part := range []func() *string{stack.Account, stack.Region} {
		if text, ok := imported.Text(part); ok && !token.In(text) {
			known.WriteString(" " + text)
		}
	}
	return known.String()
}
