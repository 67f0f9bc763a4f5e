// Package token tells CDK's tokens, which stand for values that are known at
// deployment, from plain text. It asks nothing over jsii, so that props can be
// checked, and the checks tested, without it.
package token

import "strings"

// marker begins every token that CDK writes into a string; CDK's own
// Token.isUnresolved looks for the same:
// https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
const marker = "${Token["

// In says whether s is or holds a token. A check of its length or form would
// look at the stand-in, not at the value.
func In(s string) bool { return strings.Contains(s, marker) }
