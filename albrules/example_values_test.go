package albrules_test

import (
	"fmt"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/fault"
)

// AWS limits a rule to five values and five wildcards, over all of its conditions.
func ExampleMatch_Values() {
	m := albrules.Match{Paths: []string{"/orders", "/orders/*"}, Methods: []string{"GET"}}
	fmt.Println(m.Values(), "of", albrules.MaxConditionValues)
	// Output: 3 of 5
}

// In a query, a backslash takes the meaning from a wildcard.
func ExampleMatch_Wildcards() {
	m := albrules.Match{
		Paths: []string{"/orders/*"},
		Hosts: []string{"*.example.???"},
		Query: []albrules.QueryMatch{{Key: "q", Value: `what\?`}},
	}
	fmt.Println(m.Wildcards(), "of", albrules.MaxWildcards)
	// Output: 5 of 6
}

// The default action of a load balancer whose rules match everything that it serves.
func ExampleFixedResponse_WithDefaults() {
	f := albrules.FixedResponse{Body: `{"message":"Not Found"}`}
	fmt.Printf("%+v\n", *f.WithDefaults())
	// Output: {Status:404 ContentType:application/json Body:{"message":"Not Found"}}
}

func ExampleFixedResponse_Validate() {
	f := albrules.FixedResponse{Status: 302, ContentType: "text/xml"}
	errors := fault.New("shop/Edge")
	f.Validate("Default.FixedResponse", errors)
	fmt.Println(errors.Err())
	// Output:
	// shop/Edge: Default.FixedResponse.Status: 302 is not of class 2xx, 4xx or 5xx; use a code like 404
	// shop/Edge: Default.FixedResponse.ContentType: "text/xml" is unknown; use one of text/plain, text/css, text/html, application/javascript, application/json
}

// Browsers remember a 301, so that it is not the default.
func ExampleRedirect_Status() {
	fmt.Println((&albrules.Redirect{}).Status(), (&albrules.Redirect{Permanent: true}).Status())
	// Output: 302 301
}

func ExampleRewrite_Validate() {
	r := albrules.Rewrite{Regex: "^/orders(.*", Replace: "$1"}
	errors := fault.New("shop/Edge")
	r.Validate("RewritePath", errors)
	fmt.Println(errors.Err())
	// Output:
	// shop/Edge: RewritePath.Regex: "^/orders(.*": it is not a regular expression: missing closing ): `^/orders(.*`; correct the expression
}

// A request that is redirected, or that gets a fixed response, reaches no target.
func ExampleDecision_Forwards() {
	rules := []albrules.Rule{
		{Name: "old", Priority: 1, Match: albrules.Match{Paths: []string{"/v1/*"}}, Redirect: &albrules.Redirect{Path: "/v2"}},
		{Name: "orders", Priority: 2, Match: albrules.Match{Paths: []string{"/orders"}}},
	}
	for _, path := range []string{"/v1/cart", "/orders", "/else"} {
		d := albrules.Evaluate(rules, albrules.Request{Method: "GET", Host: "shop.example.com", Path: path})
		fmt.Println(path, d.Rule, d.Forwards())
	}
	// Output:
	// /v1/cart 0 false
	// /orders 1 true
	// /else -1 true
}

// Why a rule did not match.
func ExamplePassedOver_String() {
	rules := []albrules.Rule{{Name: "beta", Priority: 1, Match: albrules.Match{
		Headers: []albrules.HeaderMatch{{Name: "X-Beta", Values: []string{"yes"}}}}}}
	d := albrules.Evaluate(rules, albrules.Request{Method: "GET", Host: "shop.example.com", Path: "/"})
	fmt.Println(d.PassedOver[0])
	// Output: beta: Headers[X-Beta]: the request has none; want one of "yes"
}

func ExampleFailure_String() {
	fmt.Println(albrules.Failure{Condition: "Methods", Want: []string{"GET", "HEAD"}, Got: []string{"PUT"}})
	// Output: Methods: "PUT" is not one of "GET", "HEAD"
}

func ExampleQueryMatch_String() {
	fmt.Println(albrules.QueryMatch{Key: "version", Value: "1"}, albrules.QueryMatch{Value: "debug"})
	// Output: version=1 *=debug
}
