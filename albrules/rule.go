package albrules

// Rule of a listener: what it matches, and what the load balancer does with a request that matches.
type Rule struct {
	// Name identifies the rule in messages, like "shop/Edge/Mount--orders". Required.
	Name string
	// Match says which requests the rule matches. Required, unless Opaque is set.
	Match Match
	// Priority, 1..50000; the lowest is evaluated first. Default: 0, [Assign] gives it one.
	Priority int
	// Seed gives rules of different owners, such as stacks, different priorities for the same
	// match: a rule that moves to another owner gets another priority, since the old one is in use
	// until its owner is updated. Default: none.
	Seed string
	// Opaque is for a rule whose conditions are not known, such as one that another tool put on the
	// listener: its Priority, which is required, is taken, and it is compared with no other rule.
	// Default: false.
	Opaque bool
	// Redirect sends the client to another address. Default: none.
	Redirect *Redirect
	// FixedResponse is what the load balancer responds by itself. Default: none; a rule with
	// neither Redirect nor FixedResponse forwards the request to its targets.
	FixedResponse *FixedResponse
	// RewritePath changes the path and query that the targets get. Default: as the client sent it.
	RewritePath *Rewrite
	// RewriteHost changes the Host header that the targets get. Default: as the client sent it.
	RewriteHost *Rewrite
}

// FixedResponse is a response that the load balancer sends by itself.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html
type FixedResponse struct {
	// Status is a code of class 2xx, 4xx or 5xx. Default: 404.
	Status int
	// ContentType is one of text/plain, text/css, text/html, application/javascript and
	// application/json. Default: application/json.
	ContentType string
	// Body has at most 1,024 characters. Default: none.
	Body string
}

// WithDefaults is a copy with the defaults filled in.
func (f *FixedResponse) WithDefaults() *FixedResponse {
	c := *f
	if c.Status == 0 {
		c.Status = 404
	}
	if c.ContentType == "" {
		c.ContentType = "application/json"
	}
	return &c
}

// Redirect sends the client to another address. A part that is left empty stays as the client sent
// it, the port too: a redirect from HTTP to HTTPS sets Protocol and Port. At least one of Protocol,
// Host, Port and Path must change, or the client would come back for ever.
//
// #{protocol}, #{host}, #{port}, #{path} (without its leading slash) and #{query} stand for parts
// of the request: Host can contain #{host}, Path #{host}, #{path} and #{port}, Query all of them.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html
type Redirect struct {
	// Protocol is HTTP, HTTPS or #{protocol}. A listener that speaks HTTPS cannot redirect to HTTP.
	// Default: the client's.
	Protocol string
	// Host, at most 128 characters, without scheme and port. Default: the client's.
	Host string
	// Port, 1..65535. Default: the client's.
	Port int
	// Path begins with a slash and has at most 128 characters. Default: the client's.
	Path string
	// Query, at most 128 characters, without the question mark. Default: the client's.
	Query string
	// Permanent responds 301, which browsers remember, in place of 302. Default: false.
	Permanent bool
}

// Status is the redirect's status code: 301 or 302.
func (r *Redirect) Status() int {
	if r.Permanent {
		return 301
	}
	return 302
}

// Rewrite replaces what a regular expression matches. The rule's conditions see the request as the
// client sent it.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
type Rewrite struct {
	// Regex is what is replaced, at most 1,024 characters. Required.
	Regex string
	// Replace is the replacement, at most 1,024 characters; $1 to $9 are groups of Regex.
	// Default: nothing.
	Replace string
}
