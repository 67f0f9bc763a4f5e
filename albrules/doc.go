// Package albrules is a model of the rules of an Application Load Balancer's listener: what AWS
// accepts in a rule, which requests a rule matches, which of two rules covers the other, which
// priorities rules need, and what the load balancer does with a request.
//
// The steps, in the order in which a program takes them:
//
//   - [Rule.Validate] reports all that AWS would reject, with each field and a fix.
//   - [Assign] gives each rule without a priority one, so that a more specific rule is evaluated
//     before the rule that covers it, and reports rules that are never reached.
//   - [Evaluate] takes a request through the rules: which rule matches, what the targets get or
//     where the client is sent, and which condition of each rule before that failed.
//
// [Match.Matches] and [Match.Covers] are the two questions that the rest is built on. If one match
// covers another, it matches all that the other matches.
//
// A complete program:
//
//	package main
//
//	import (
//		"fmt"
//		"log"
//
//		"example.com/alb-lambda/albrules"
//	)
//
//	func main() {
//		rules, err := albrules.Assign([]albrules.Rule{
//			{Name: "everything", Match: albrules.Match{Paths: []string{"/*"}}},
//			{Name: "orders", Match: albrules.Match{Paths: []string{"/orders/*"}}},
//		})
//		if err != nil {
//			log.Fatal(err)
//		}
//		decision := albrules.Evaluate(rules, albrules.Request{Method: "GET", Host: "shop.example.com", Path: "/orders/7"})
//		fmt.Println(rules[decision.Rule].Name)
//	}
//
// A rule takes microseconds, and nothing but the standard library and package fault is needed. It
// is not for Network or Gateway Load Balancers, which have no rules.
//
// What lives here is plain Go: facts about rules, each with the page of AWS's documentation that it
// is from, and what follows from them. Nothing here calls AWS or the CDK; rendering rules to a
// template is the business of constructs/lambdaalb, sending requests that of lambda/httpsim, and
// choosing one of several targets by weight the caller's.
//
// Where AWS's documentation is silent, the model does the following: a regular expression matches
// anywhere in the text unless it is anchored; query strings are compared as the client encoded
// them; a key of a query string that has no equals sign has an empty value; a rewrite of the path
// gets the query string too, and replaces every match.
package albrules
