package albrules

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Decision is what the load balancer does with a request.
type Decision struct {
	// Rule is the index of the rule that matches, or -1: then the listener's default action is
	// performed, and the fields below are as for a rule that forwards.
	Rule int
	// Path, Query and Host are what the targets get, after the rule's rewrites.
	Path, Query, Host string
	// Redirect is the rule's, and Location the address that the client is sent to. Nil where the
	// rule does not redirect.
	Redirect *Redirect
	Location string
	// FixedResponse is the rule's, with its defaults filled in. Nil where it has none.
	FixedResponse *FixedResponse
	// PassedOver are the rules that were evaluated before, in their order.
	PassedOver []PassedOver
}

// Forwards reports whether the request goes to targets: those of the rule, or of the listener's
// default action where Rule is -1.
func (d *Decision) Forwards() bool { return d.Redirect == nil && d.FixedResponse == nil }

// PassedOver is a rule that a request does not match.
type PassedOver struct {
	// Rule is the index of the rule, and Name its name.
	Rule int
	Name string
	// Failure is the first condition that the request does not meet. Nil for an opaque rule, and
	// for one without conditions.
	Failure *Failure
}

// String is one line: shop/Edge/Mount--orders: Paths: "/x" is not one of "/orders", "/orders/*".
func (p PassedOver) String() string {
	if p.Failure == nil {
		return p.Name + ": its conditions are not known"
	}
	return p.Name + ": " + p.Failure.String()
}

// Evaluate decides as the load balancer does: the rule with the lowest priority whose conditions
// are all met. Rules without a priority, which [Assign] gives them, come last, in the order given.
//
// Of several targets of a rule the load balancer chooses one by weight; that is the caller's to do.
func Evaluate(rules []Rule, r Request) Decision {
	d := Decision{Rule: -1, Path: r.path(), Query: r.Query, Host: r.Host}
	for _, i := range evaluationOrder(rules) {
		rule := &rules[i]
		if rule.Opaque || rule.Match.Values() == 0 {
			d.PassedOver = append(d.PassedOver, PassedOver{Rule: i, Name: rule.Name})
			continue
		}
		if failure := rule.Match.failed(&r); failure != nil {
			d.PassedOver = append(d.PassedOver, PassedOver{i, rule.Name, failure})
			continue
		}
		d.Rule = i
		switch {
		case rule.Redirect != nil:
			d.Redirect, d.Location = rule.Redirect, rule.Redirect.location(&r)
		case rule.FixedResponse != nil:
			d.FixedResponse = rule.FixedResponse.WithDefaults()
		default:
			if rule.RewritePath != nil {
				d.Path, d.Query, _ = strings.Cut(rule.RewritePath.apply(url(r.path(), r.Query)), "?")
			}
			if rule.RewriteHost != nil {
				d.Host = rule.RewriteHost.apply(r.Host)
			}
		}
		break
	}
	return d
}

// evaluationOrder gives the indexes of the rules by priority.
func evaluationOrder(rules []Rule) []int {
	order := make([]int, len(rules))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int {
		if rules[i].Priority == 0 {
			return MaxPriority + 1
		}
		return rules[i].Priority
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank(a), rank(b)) })
	return order
}

func url(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// location fills the redirect's placeholders. The port is always in it, that of the scheme too.
func (r *Redirect) location(q *Request) string {
	protocol := cmp.Or(q.Protocol, "HTTP")
	port := q.Port
	if port == 0 {
		port = 80
		if protocol == "HTTPS" {
			port = 443
		}
	}
	fill := strings.NewReplacer("#{protocol}", lower(protocol), "#{host}", q.host(), "#{port}", strconv.Itoa(port),
		"#{path}", strings.TrimPrefix(q.path(), "/"), "#{query}", q.Query)
	target := "#{port}"
	if r.Port != 0 {
		target = strconv.Itoa(r.Port)
	}
	scheme := lower(fill.Replace(cmp.Or(r.Protocol, "#{protocol}")))
	address := fmt.Sprintf("%s://%s:%s", scheme, cmp.Or(r.Host, "#{host}"), target)
	return fill.Replace(address) + url(fill.Replace(cmp.Or(r.Path, "/#{path}")), fill.Replace(cmp.Or(r.Query, "#{query}")))
}

// apply replaces each match of the expression. What it does not match stays as it is, and so does a
// text for an expression that is known at deployment only.
func (r *Rewrite) apply(text string) string {
	re, err := regexp.Compile(r.Regex)
	if err != nil || Unresolved(r.Regex) {
		return text
	}
	// Go's own templates read $1x as a group that is called 1x.
	replacement := strings.ReplaceAll(r.Replace, "$", "$$")
	replacement = regexp.MustCompile(`\$\$([1-9])`).ReplaceAllString(replacement, "$${$1}")
	return re.ReplaceAllString(text, replacement)
}
