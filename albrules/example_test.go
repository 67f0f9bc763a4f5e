package albrules_test

import (
	"fmt"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/fault"
)

// A rule is checked before anything is deployed, and all errors are reported at once.
func ExampleRule_Validate() {
	rule := albrules.Rule{
		Name: "shop/Orders",
		Match: albrules.Match{
			Paths:   []string{"orders/*"},
			Methods: []string{"get"},
		},
		Redirect: &albrules.Redirect{Query: "utm=1"},
	}
	fmt.Println(rule.Validate())
	// Output:
	// shop/Orders: Match.Paths: "orders/*" matches no path; begin it with a slash
	// shop/Orders: Match.Methods: "get" is not 1 to 40 upper-case letters, hyphens and underscores; write it like GET
	// shop/Orders: Redirect: it sends the client back to the same address; give another protocol, host, port or path
}

// The rule for one item covers less than the one for all of them, and is evaluated first.
func ExampleAssign() {
	rules, err := albrules.Assign([]albrules.Rule{
		{Name: "everything", Match: albrules.Match{Paths: []string{"/*"}}},
		{Name: "items", Match: albrules.Match{Paths: []string{"/item", "/item/*"}}},
		{Name: "numbers", Match: albrules.Match{PathRegex: []string{"^/item/[0-9]+$"}}},
		{Name: "images", Match: albrules.Match{Paths: []string{"*.png"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, rule := range rules {
		fmt.Println(rule.Name, rule.Priority)
	}
	// Output:
	// everything 49136
	// items 42702
	// numbers 41709
	// images 48261
}

// A rule that is never reached is an error, whatever kinds of conditions the two have.
func ExampleAssign_neverReached() {
	_, err := albrules.Assign([]albrules.Rule{
		{Name: "everything", Match: albrules.Match{Paths: []string{"/*"}}, Priority: 1},
		{Name: "admin", Match: albrules.Match{Hosts: []string{"admin.example.com"}}, Priority: 2},
	})
	fmt.Println(err)
	// Output:
	// admin: Match: it is never reached: everything, priority 1, matches all that it matches and is evaluated before priority 2; give it a priority below 1, or everything one above 2
}

// What happens to a request, and why not something else.
func ExampleEvaluate() {
	rules := []albrules.Rule{
		{Name: "old", Priority: 1, Match: albrules.Match{Paths: []string{"/v1/*"}},
			Redirect: &albrules.Redirect{Path: "/v2/#{path}"}},
		{Name: "admin", Priority: 2, Match: albrules.Match{Hosts: []string{"admin.example.com"}}},
		{Name: "orders", Priority: 3, Match: albrules.Match{Paths: []string{"/orders/*"}},
			RewritePath: &albrules.Rewrite{Regex: "^/orders(.*)$", Replace: "$1"}},
	}
	d := albrules.Evaluate(rules, albrules.Request{Method: "GET", Host: "shop.example.com", Path: "/orders/7", Query: "full=1"})
	fmt.Println(rules[d.Rule].Name, d.Path, d.Query)
	for _, passed := range d.PassedOver {
		fmt.Println(passed)
	}

	d = albrules.Evaluate(rules, albrules.Request{Method: "GET", Host: "shop.example.com", Path: "/v1/cart"})
	fmt.Println(rules[d.Rule].Name, d.Redirect.Status(), d.Location)
	// Output:
	// orders /7 full=1
	// old: Paths: "/orders/7" is not one of "/v1/*"
	// admin: Hosts: "shop.example.com" is not one of "admin.example.com"
	// old 302 http://shop.example.com:80/v2/v1/cart
}

// Hosts are compared in any case and without the port, paths as they are written.
func ExampleMatch_Matches() {
	m := albrules.Match{
		Hosts:   []string{"*.example.com"},
		Paths:   []string{"/orders", "/orders/*"},
		Methods: []string{"GET", "HEAD"},
	}
	fmt.Println(m.Matches(albrules.Request{Method: "GET", Host: "Shop.Example.com:8080", Path: "/orders/7"}))
	fmt.Println(m.Matches(albrules.Request{Method: "GET", Host: "shop.example.com", Path: "/Orders/7"}))
	fmt.Println(m.Matches(albrules.Request{Method: "PUT", Host: "shop.example.com", Path: "/orders/7"}))
	// Output:
	// true
	// false
	// false
}

// A construct collects the errors of all its props.
func ExampleMatch_Validate() {
	m := albrules.Match{Hosts: []string{"localhost"}, SourceIPs: []string{"10.0.0.1/8"}}
	errors := fault.New("shop/Edge")
	m.Validate("Match", errors)
	fmt.Println(errors.Err())
	// Output:
	// shop/Edge: Match.Hosts: "localhost" is not a host; write it like api.example.com or *.example.com, without scheme and port
	// shop/Edge: Match.SourceIPs: "10.0.0.1/8" has bits set after its prefix; write it like 10.0.0.0/8
}

func ExampleRedirect_Validate() {
	r := albrules.Redirect{Path: "/new/#{query}"}
	errors := fault.New("shop/Edge")
	r.Validate("Redirect", errors)
	fmt.Println(errors.Err())
	// Output:
	// shop/Edge: Redirect.Path: "/new/#{query}" contains #{query}, which AWS does not replace here; use #{host}, #{path}, #{port}
}

// Deployment-time values pass every check, and are told apart by their text.
func ExampleUnresolved() {
	host := `${Token[{"Ref":"Domain"}]}`
	m := albrules.Match{Hosts: []string{"api." + host}}
	all := albrules.Match{Hosts: []string{"api.*"}}
	fmt.Println(albrules.Unresolved(host), albrules.Unresolved("api.example.com"))
	fmt.Println(all.Covers(&m), m.Covers(&m), m.Covers(&all))
	// Output:
	// true false
	// true true false
}

func ExampleValidateSuccessCodes() {
	errors := fault.New("shop/Edge")
	albrules.ValidateSuccessCodes("HealthCheck.SuccessCodes", "200-204,301", errors)
	albrules.ValidateSuccessCodes("HealthCheck.SuccessCodes", "200-599", errors)
	fmt.Println(errors.Err())
	// Output:
	// shop/Edge: HealthCheck.SuccessCodes: "200-599" is not a list of codes and rising ranges in 200..499; write it like 200, 200,204 or 200-299
}

func ExampleValidateHealthCheckPath() {
	errors := fault.New("shop/Edge")
	albrules.ValidateHealthCheckPath("HealthCheck.Path", "health", errors)
	fmt.Println(errors.Err())
	// Output:
	// shop/Edge: HealthCheck.Path: "health" does not begin with a slash; write it like /health
}

func ExampleMatch_Covers() {
	all := albrules.Match{Paths: []string{"/files/*"}}
	downloads := albrules.Match{Paths: []string{"/files/*/download"}, Methods: []string{"GET"}}
	fmt.Println(all.Covers(&downloads), downloads.Covers(&all))
	// Output: true false
}
