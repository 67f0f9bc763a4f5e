// Package token tells texts that are known at deployment only from plain text: CDK's tokens and
// CloudFormation's dynamic references. It does nothing over jsii, so that props can be checked, and
// the checks tested, without it.
//
// What tells a token from a value may enter. What becomes of a token is the business of each
// construct.
package token

import "strings"

const (
	// marker begins every token that CDK writes into a string; CDK's own Token.isUnresolved looks
	// for the same:
	// https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
	marker = "${Token["
	// reference begins a dynamic reference, which CloudFormation resolves:
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
	reference = "{{resolve:"
)

// In says whether s is or holds a token or a dynamic reference. A check of its length or form would
// look at the placeholder, not at the value.
func In(s string) bool { return strings.Contains(s, marker) || strings.Contains(s, reference) }

// Known is a text, or nothing where it is known at deployment only.
func Known(text *string) string {
	if text == nil || In(*text) {
		return ""
	}
	return *text
}
