// Package diff compares how two front ends handled one request: the events that the function
// received, the responses that it returned, and the responses that the client received. It is pure:
// no network, no terminal, no page, and the same input always gives the same rows in the same
// order.
//
// The left side is always API Gateway's REST API, the right side the load balancer.
//
// The comparison of two documents may enter. How a difference is shown is the business of compare
// and of local/serve/page.
package diff

import (
	"cmp"
	"strings"
)

// Mark says how a part differs between the two sides.
type Mark string

// The marks. Each but Same comes with a Rule that explains it.
const (
	Same    Mark = "same"    // both sides have it, with one value
	Missing Mark = "missing" // only API Gateway has it
	Added   Mark = "added"   // only the load balancer has it
	Renamed Mark = "renamed" // one value under two names
	Encoded Mark = "encoded" // one meaning, written in two ways
	Changed Mark = "changed" // two values
)

// Words name the marks.
var Words = map[Mark]string{
	Same:    "same",
	Missing: "only API Gateway",
	Added:   "only load balancer",
	Renamed: "renamed",
	Encoded: "encoded differently",
	Changed: "different",
}

// Marks in the order in which a legend has them.
var Marks = []Mark{Missing, Added, Renamed, Encoded, Changed, Same}

// A Part is one side of a row.
type Part struct {
	// Name is the path of the member: requestContext.stage. It is empty if the side does not have
	// the part.
	Name string `json:"name,omitempty"`
	// Value is the member's value, as compact JSON.
	Value string `json:"value,omitempty"`
}

// A Row is one part of an event or of a response, on both sides.
type Row struct {
	// Group is the member that the part is in, or what the rest of an event has in common. A
	// response is one group, without a name.
	Group string `json:"group,omitempty"`
	Left  Part   `json:"apiGateway"`
	Right Part   `json:"loadBalancer"`
	Mark  Mark   `json:"mark"`
	// Rule explains the difference. It is nil if and only if the mark is Same.
	Rule *Rule `json:"rule,omitempty"`

	key string
}

// Label is the name of the row without the group's.
func (r Row) Label() string { return r.label(r.Name()) }

// RightLabel is the name that the right side has, if it is another one than the left side's,
// without the group's.
func (r Row) RightLabel() string {
	if r.Left.Name == "" || r.Right.Name == "" || r.Left.Name == r.Right.Name {
		return ""
	}
	return r.label(r.Right.Name)
}

func (r Row) label(name string) string {
	if name == r.Group {
		return "(all of it)"
	}
	return strings.TrimPrefix(name, r.Group+".")
}

// Name is what to call the row: the name of the part, API Gateway's where there are two.
func (r Row) Name() string { return cmp.Or(r.Left.Name, r.Right.Name) }

// A Header is one header line, as it was sent or received.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Request is what was sent to both endpoints.
type Request struct {
	Method string `json:"method"`
	// Path is that of the request line, percent-encoded, without the stage and the query.
	Path string `json:"path"`
	// Query is the query as sent, without the question mark.
	Query   string   `json:"query"`
	Headers []Header `json:"headers"`
	Body    []byte   `json:"body"`
}

// Response is the HTTP response of an endpoint.
type Response struct {
	Status  string   `json:"status"` // "200 OK"
	Headers []Header `json:"headers"`
	Body    []byte   `json:"-"`
}

// Events compares the two events. Either may be nil: the response was then not the echo.
func Events(left, right []byte) ([]Row, error) {
	l, r, err := both(left, right)
	if err != nil {
		return nil, err
	}
	rows := align(fold(l, r), fold(r, l), eventKey, eventGroup)
	if left == nil || right == nil {
		return explain(rows, []*Rule{noEcho}), nil
	}
	markEncodedBody(rows, l, r)
	return cluster(explain(rows, eventRules)), nil
}

// Returned compares the two responses that the function returned.
func Returned(left, right []byte) ([]Row, error) {
	l, r, err := both(left, right)
	if err != nil {
		return nil, err
	}
	rules := returnedRules
	if left == nil || right == nil {
		rules = []*Rule{noEcho}
	}
	return cluster(explain(align(l, r, returnedKey, noGroup), rules)), nil
}

// Received compares the two responses that the client received.
func Received(left, right Response) []Row {
	return cluster(explain(align(left.leaves(), right.leaves(), receivedKey, noGroup), receivedRules))
}

func both(left, right []byte) (l, r leaves, err error) {
	if l, err = flatten(left); err != nil {
		return nil, nil, err
	}
	r, err = flatten(right)
	return l, r, err
}

// explain gives each row that differs the first rule that fits it.
func explain(rows []Row, rules []*Rule) []Row {
	for i := range rows {
		if rows[i].Mark != Same {
			rows[i].Rule = ruleFor(rows[i], rules)
		}
	}
	return rows
}

// Explanation identifies what explains a row: its rule.
func (r Row) Explanation() string {
	if r.Rule == nil {
		return ""
	}
	return r.Rule.ID
}

// cluster orders the rows by group, and within a group puts rows with one explanation next to each
// other, so that it is read once. Groups and explanations keep the order of their first rows.
func cluster(rows []Row) []Row {
	type place struct{ group, explanation string }
	var groups []string
	var places []place
	byPlace := map[place][]Row{}
	seen := map[string]bool{}
	for _, r := range rows {
		p := place{r.Group, r.Explanation()}
		if !seen[r.Group] {
			seen[r.Group] = true
			groups = append(groups, r.Group)
		}
		if _, ok := byPlace[p]; !ok {
			places = append(places, p)
		}
		byPlace[p] = append(byPlace[p], r)
	}
	out := make([]Row, 0, len(rows))
	for _, group := range groups {
		for _, p := range places {
			if p.group == group {
				out = append(out, byPlace[p]...)
			}
		}
	}
	return out
}
