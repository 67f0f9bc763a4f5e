package lambdaalb

import "example.com/alb-lambda/albrules"

// What a rule is made of is defined in albrules, which knows nothing of the CDK.
type (
	// Match says which requests a route matches.
	Match = albrules.Match
	// HeaderMatch is a header with one of several values.
	HeaderMatch = albrules.HeaderMatch
	// QueryMatch is a key and value pair of the query string.
	QueryMatch = albrules.QueryMatch
	// Rewrite replaces what a regular expression matches.
	Rewrite = albrules.Rewrite
	// Redirect sends the client to another address.
	Redirect = albrules.Redirect
	// FixedResponse is a response that the load balancer sends by itself.
	FixedResponse = albrules.FixedResponse
)
