package lambdaalb

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// token is one token in a text, by the number that the CDK gave it.
var tokenText = regexp.MustCompile(`\$\{Token\[[^\]]*\]\}`)

// stableMatch replaces the number of each token by what the token stands for, so that priorities, which
// follow from the match, do not change with code that creates other tokens before. The result is for
// albrules alone; the template gets the match itself.
func stableMatch(scope constructs.Construct, m Match) Match {
	stack := awscdk.Stack_Of(scope)
	stable := func(text string) string {
		return tokenText.ReplaceAllStringFunc(text, func(t string) string { return "${Token[" + standsFor(stack, t) + "]}" })
	}
	all := func(values []string) []string {
		var out []string
		for _, v := range values {
			out = append(out, stable(v))
		}
		return out
	}
	s := Match{Paths: all(m.Paths), PathRegex: all(m.PathRegex), Hosts: all(m.Hosts), HostRegex: all(m.HostRegex),
		Methods: all(m.Methods), SourceIPs: all(m.SourceIPs)}
	for _, h := range m.Headers {
		s.Headers = append(s.Headers, HeaderMatch{Name: stable(h.Name), Values: all(h.Values), Regex: all(h.Regex)})
	}
	for _, q := range m.Query {
		s.Query = append(s.Query, QueryMatch{Key: stable(q.Key), Value: stable(q.Value)})
	}
	return s
}

// standsFor is the JSON that a token becomes in the template of stack. A logical id means something in
// one stack alone, which is then named too.
func standsFor(stack awscdk.Stack, token string) string {
	text, err := json.Marshal(stack.Resolve(token))
	if err != nil {
		return token
	}
	if s := string(text); strings.Contains(s, `"Ref":`) || strings.Contains(s, `"Fn::GetAtt":`) {
		return *stack.Node().Path() + " " + s
	}
	return string(text)
}
