package albrules

import "strings"

// The two forms of a deployment-time value in a text.
const (
	// tokenStart begins, and tokenEnd ends, what the CDK writes for a token. The text between may
	// be anything that identifies the value.
	// https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
	tokenStart, tokenEnd = "${Token[", "]}"
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
	dynamicStart, dynamicEnd = "{{resolve:", "}}"
)

// Unresolved reports whether text is, or contains, a value that is known at deployment only: a
// token of the CDK, "${Token[…]}", or a dynamic reference of CloudFormation, "{{resolve:…}}". Such
// a text
//
//   - passes every check of form and length,
//   - covers an equal text and nothing else, and is covered by what covers any value in its place,
//   - matches no request here.
//
// Two texts are taken for the same value if and only if they are equal. The CDK numbers its tokens
// in the order of their creation, so that unrelated code changes the text: [Assign] gives a rule
// the same priority in each synthesis only if the caller puts something stable between the
// brackets, such as the JSON of what the token resolves to.
func Unresolved(text string) bool {
	return strings.Contains(text, tokenStart) || strings.Contains(text, dynamicStart)
}

// known splits a text at its deployment-time values: what comes before the first and after the
// last.
func known(text string) (before, after string) {
	start, end := len(text), 0
	for _, mark := range []string{tokenStart, dynamicStart} {
		if i := strings.Index(text, mark); i >= 0 {
			start = min(start, i)
		}
	}
	for _, mark := range []string{tokenEnd, dynamicEnd} {
		if i := strings.LastIndex(text, mark); i >= 0 {
			end = max(end, i+len(mark))
		}
	}
	if end <= start {
		end = len(text) // it has no end
	}
	return text[:start], text[end:]
}
