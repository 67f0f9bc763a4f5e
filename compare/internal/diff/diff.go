// Package diff lays what two front doors made of one request side by side: the events that the function
// received, the responses that it returned, and the answers that the client got. It is pure: it knows no network,
// no terminal and no page, and the same input always gives the same rows in the same order.
//
// The left side is always API Gateway's REST API, the right side the load balancer.
package diff

import "strings"

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

// A Part is one side of a row.
type Part struct {
	// Name is the path of the member: requestContext.stage. It is empty if the side does not have the part.
	Name string `json:"name,omitempty"`
	// Value is the member's value, as compact JSON.
	Value string `json:"value,omitempty"`
}

// A Row is one part of an event or of a response, on both sides.
type Row struct {
	// Group is the member that the part is in, or what the rest of an event has in common. A response is one group,
	// without a name.
	Group string `json:"group,omitempty"`
	Left  Part   `json:"apiGateway"`
	Right Part   `json:"loadBalancer"`
	Mark  Mark   `json:"mark"`
	// Rule explains the difference. It is nil if and only if the mark is Same.
	Rule *Rule `json:"rule,omitempty"`
	// Deviation says that the emulator does not do here as AWS does. It is nil on AWS, and where the emulator is exact.
	Deviation *Deviation `json:"emulator,omitempty"`
}

// Label is the name without what the group says already.
func (r Row) Label() string {
	if r.Left.Name != "" {
		return r.Left.Label(r.Group)
	}
	return r.Right.Label(r.Group)
}

// Label is the name without what the group says already.
func (p Part) Label(group string) string {
	if p.Name == group {
		return "(all of it)"
	}
	return strings.TrimPrefix(p.Name, group+".")
}

// Name is what to call the row: the name of the part, API Gateway's where there are two.
func (r Row) Name() string {
	if r.Left.Name != "" {
		return r.Left.Name
	}
	return r.Right.Name
}

// A Header is one header line, as it was sent or received.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Request is what was sent through both doors.
type Request struct {
	Method string `json:"method"`
	// Path is what stands in the request line, percent-encoded, without the stage and the query.
	Path string `json:"path"`
	// Query is the query as sent, without the question mark.
	Query   string   `json:"query"`
	Headers []Header `json:"headers"`
	Body    []byte   `json:"body"`
}

// Response is the HTTP response that a door gave.
type Response struct {
	Status  string   `json:"status"` // "200 OK"
	Headers []Header `json:"headers"`
	Body    []byte   `json:"-"`
}

// Context is what the explanations depend on besides the two sides.
type Context struct {
	Request Request
	// Emulator is set if the doors are those of the emulator.
	Emulator bool
}

// Events compares the two events. Either may be nil: the answer was then not the echo.
func Events(left, right []byte, c Context) ([]Row, error) {
	l, r, err := both(left, right)
	if err != nil {
		return nil, err
	}
	rows := align(fold(l, r), fold(r, l), eventKey, eventGroup, true)
	if left == nil || right == nil {
		return explain(rows, []*Rule{refused}, nil), nil
	}
	return explain(rows, eventRules, c.deviationEvent), nil
}

// Returned compares the two responses that the function gave to the doors.
func Returned(left, right []byte, c Context) ([]Row, error) {
	l, r, err := both(left, right)
	if err != nil {
		return nil, err
	}
	rows := align(l, r, returnedKey, oneGroup, false)
	if left == nil || right == nil {
		return explain(rows, []*Rule{refused}, nil), nil
	}
	return explain(rows, returnedRules, c.deviationReturned), nil
}

// Received compares the two answers that the client got.
func Received(left, right Response, c Context) []Row {
	rows := align(left.leaves(), right.leaves(), receivedKey, oneGroup, false)
	return explain(rows, receivedRules, c.deviationReceived)
}

func both(left, right []byte) (l, r []leaf, err error) {
	if l, err = flatten(left); err != nil {
		return nil, nil, err
	}
	r, err = flatten(right)
	return l, r, err
}

// explain gives each row that differs the first rule that fits it, and groups the rows of a rule.
func explain(rows []Row, rules []*Rule, loose func(Row) *Deviation) []Row {
	for i := range rows {
		r := &rows[i]
		if r.Mark != Same {
			r.Rule = ruleFor(*r, rules)
		}
		if loose != nil {
			r.Deviation = loose(*r)
		}
	}
	return cluster(rows)
}

// cluster orders the rows by group, and within a group puts rows with one explanation next to each other, so that it
// is read once. Groups and explanations stand where their first row stood.
func cluster(rows []Row) []Row {
	type place struct {
		group string
		rule  *Rule
		loose string
	}
	var groups []string
	var places []place
	byPlace := map[place][]Row{}
	seen := map[string]bool{}
	for _, r := range rows {
		p := place{group: r.Group, rule: r.Rule}
		if r.Deviation != nil {
			p.loose = r.Deviation.ID
		}
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
