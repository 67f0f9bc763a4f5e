package diff

import (
	"slices"
	"strings"
)

// Expected is how AWS would handle the request where an emulator responded. Its zero value
// expects nothing: AWS itself responded.
type Expected struct{ API, ALB Outcome }

// An Outcome is how one front end of AWS would handle the request.
type Outcome struct {
	// Event is what the function would receive. Nil: not known, or the front end would reject the
	// request.
	Event []byte
	// Status is that of the response to the client: "200 OK". Empty: not known.
	Status string
	// Reason says why the front end would respond in place of the function. Empty: it would not.
	Reason string
}

// A Deviation says that the emulator, MiniStack 1.5.33, does not send what AWS would.
type Deviation struct {
	ID       string `json:"id"`
	Sentence string `json:"sentence"`
	Page     string `json:"page"`
	// Name is the name that AWS would write; empty where it is the emulator's, or AWS would not
	// send the part.
	Name string `json:"awsName,omitempty"`
	// AWS is the value that AWS would send, as compact JSON, or Absent.
	AWS string `json:"aws"`
}

// Absent is the value of a part that AWS would not send.
const Absent = "absent"

func (d *Deviation) id() string {
	if d == nil {
		return ""
	}
	return d.ID
}

func (d *Deviation) name() string {
	if d == nil {
		return ""
	}
	return d.Name
}

// A claim is a part that the emulator sends on one side and AWS would send in another way. One of
// the two is nil where the part is not sent.
type claim struct {
	top     string // the member of the event that the part is in
	header  string // its lower-case name, if it is a header
	alb     bool
	is, aws *leaf
}

// A fact about the emulator explains claims.
type fact struct {
	id, sentence, page string
	fits               func(claim) bool
}

// facts about the emulator, the first that fits first.
var facts = []fact{
	{"emulator-both-maps", "The emulator sends the plain and the multi-value members; a load balancer on AWS sends one of them, by an attribute of its target group.",
		pageALBMulti, func(c claim) bool { return c.alb && c.aws == nil && slices.Contains(maps, c.top) }},
	{"emulator-forwarded", "The emulator's API Gateway adds no X-Forwarded-* and X-Amzn-Trace-Id; on AWS it does.", pageRESTEvent,
		func(c claim) bool { return c.is == nil && forwarded(c.header) }},
	{"emulator-unsent", "The emulator does not send this. Identifiers and addresses of AWS are examples.", pageRESTEvent,
		func(c claim) bool { return c.is == nil }},
	{"emulator-added", "The emulator adds this; AWS does not send it.", pageRESTEvent,
		func(c claim) bool { return c.aws == nil }},
	{"emulator-repeated", "The emulator joins the lines of a repeated header into one value. AWS keeps each of them in multiValueHeaders, and the last one in headers.",
		pageRESTMulti, func(c claim) bool { return c.header != "" && c.is.value != c.aws.value }},
	{"emulator-header-case", "The emulator writes header names in lower case; API Gateway on AWS keeps them as the client sent them.", pageRESTEvent,
		func(c claim) bool { return c.header != "" }},
	{"emulator-first-value", "The emulator sends the first of several values; API Gateway on AWS sends the last one.", pageRESTMulti,
		func(c claim) bool { return !c.alb && c.top == "queryStringParameters" }},
	{"emulator-query", "The emulator decodes the query string; a load balancer on AWS passes it on as it was sent.", pageALBMulti,
		func(c claim) bool { return c.alb && slices.Contains(maps, c.top) }},
	{"emulator-path", "The emulator decodes the path, %2F too; AWS passes it on percent-encoded.", pageRESTEvent,
		func(c claim) bool { return strings.HasSuffix(c.is.name(), "path") }},
	{"emulator-base64", "The emulator encodes as base64 only a body that is not UTF-8; a load balancer on AWS goes by the media type, and encodes this one.", pageALBEvent,
		func(c claim) bool { return c.alb && (c.top == "body" || c.top == "isBase64Encoded") }},
	{"emulator-value", "The emulator sends another value than AWS would.", pageRESTEvent,
		func(claim) bool { return true }},
}

// own are members whose values are each deployment's or each request's own: what AWS would have
// there is not known.
var own = []string{
	"headers.host", "multiValueHeaders.host",
	"requestContext.accountId", "requestContext.apiId", "requestContext.resourceId", "requestContext.deploymentId",
	"requestContext.domainName", "requestContext.domainPrefix", "requestContext.elb.targetGroupArn",
	"requestContext.requestId", "requestContext.extendedRequestId", "requestContext.requestTime", "requestContext.requestTimeEpoch",
	"requestContext.identity.sourceIp",
}

func forwarded(header string) bool {
	return strings.HasPrefix(header, "x-forwarded-") || header == "x-amzn-trace-id"
}

// deviations compares each side of the rows with what AWS would send there, and adds rows for what
// is on neither side. A side of which nothing is expected is left alone.
func deviations(rows []Row, aws [2]*leaves) []Row {
	for side, expected := range aws {
		if expected == nil {
			continue
		}
		unsent := map[string]leaf{}
		for _, l := range *expected {
			unsent[eventKey(l)] = l
		}
		for i := range rows {
			part := rows[i].side(side)
			onAWS, sent := unsent[rows[i].key]
			delete(unsent, rows[i].key)
			part.Deviation = deviate(rows[i].key, *part, side == 1, onAWS, sent)
		}
		for _, l := range *expected {
			if _, ok := unsent[eventKey(l)]; !ok || folded(rows, side, l) {
				continue
			}
			row := Row{Group: eventGroup(l), Mark: Unsent, key: eventKey(l)}
			row.side(side).Deviation = deviate(row.key, Part{}, side == 1, l, true)
			if row.side(side).Deviation != nil {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// folded tells whether a side has the map that a leaf is in as one row.
func folded(rows []Row, side int, l leaf) bool {
	return slices.ContainsFunc(rows, func(r Row) bool { return r.side(side).Name == l.top() })
}

func (r *Row) side(i int) *Part {
	if i == 0 {
		return &r.Left
	}
	return &r.Right
}

// deviate returns the deviation of a part, and nil if AWS would send the same, as far as that is
// known.
func deviate(key string, p Part, alb bool, onAWS leaf, sent bool) *Deviation {
	top, header, _ := strings.Cut(key, ".")
	if !strings.HasSuffix(strings.ToLower(top), "headers") {
		header = ""
	}
	c := claim{top: top, header: header, alb: alb}
	if p.Name != "" {
		c.is = &leaf{strings.Split(p.Name, "."), p.Value}
	}
	if sent {
		c.aws = &onAWS
	}
	switch {
	case header == "content-length": // whether a front end passes it on is not documented
		return nil
	case c.is == nil && c.aws == nil:
		return nil
	case c.is != nil && c.aws != nil:
		if slices.Contains(own, key) || forwarded(header) {
			onAWS.value = p.Value
		}
		if onAWS.name() == p.Name && onAWS.value == p.Value {
			return nil
		}
	// a map that the other side does not have, as one part
	case c.aws == nil && slices.Contains(maps, key):
		return nil
	}
	f := facts[slices.IndexFunc(facts, func(f fact) bool { return f.fits(c) })]
	d := &Deviation{ID: f.id, Sentence: f.sentence, Page: f.page, AWS: Absent}
	if sent {
		d.AWS = onAWS.value
		if onAWS.name() != p.Name {
			d.Name = onAWS.name()
		}
	}
	return d
}

// deviation says where the response that the client received is not that of AWS, as far as it is
// known.
func (o Outcome) deviation(r Row, p Part) *Deviation {
	if o.Status == "" {
		return nil
	}
	switch {
	case r.key == "status" && code(o.Status) != code(p.Value):
		sentence := "On AWS the status is another one."
		if o.Reason != "" {
			sentence = "On AWS the front end responds itself: " + o.Reason + "."
		}
		return &Deviation{ID: "emulator-status", Sentence: sentence, Page: pageALB, AWS: o.Status}
	case r.key == "x-amz-request-id" && p.Name != "":
		return &Deviation{ID: "emulator-request-id", Sentence: "API Gateway on AWS sends x-amz-apigw-id, and no x-amz-request-id.", Page: pageRequestID, AWS: Absent}
	}
	return nil
}

// code is the number that a status begins with.
func code(status string) string {
	number, _, _ := strings.Cut(status, " ")
	return number
}
