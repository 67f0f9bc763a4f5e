package diff

import (
	"encoding/base64"
	"mime"
	"slices"
	"strings"
)

// A Deviation says that the emulator, MiniStack 1.5.33, does not do as AWS does, or that the emulator cannot show what AWS does.
type Deviation struct {
	ID       string `json:"id"`
	Sentence string `json:"sentence"`
	Page     string `json:"page"`
	// LeftOnAWS and RightOnAWS are the values that AWS would have, as compact JSON or as "absent", where they follow from
	// the request; else empty.
	LeftOnAWS  string `json:"apiGatewayOnAWS,omitempty"`
	RightOnAWS string `json:"loadBalancerOnAWS,omitempty"`
}

const absent = "absent"

func (c Context) deviationEvent(r Row) *Deviation {
	if !c.Emulator {
		return nil
	}
	top, name, _ := strings.Cut(r.Name(), ".")
	switch top {
	case "version":
		return &Deviation{"loose-version", "The emulator adds it; a REST API's event on AWS has no version.", pageRESTEvent, absent, ""}
	case "headers", "multiValueHeaders":
		return c.deviationHeader(r, top, name)
	case "queryStringParameters", "multiValueQueryStringParameters":
		return c.deviationQuery(r, top, name)
	case "body", "isBase64Encoded":
		return c.deviationBody(r, top)
	case "path":
		if r.Mark == Same && strings.Contains(c.Request.Path, "%") {
			return &Deviation{"loose-path", "The emulator decodes the path at both doors, %2F too. AWS documents it for neither: ask the real doors before you rely on it.",
				pageRESTEvent, "", ""}
		}
	case "requestContext":
		if r.Left.Name != "" {
			return &Deviation{"loose-context", "AWS says more here: domainName, domainPrefix, deploymentId, and an identity of which most is null.",
				pageRESTEvent, "", ""}
		}
	}
	return nil
}

func (c Context) deviationHeader(r Row, top, name string) *Deviation {
	if top == "headers" && r.Right.Name != "" {
		return &Deviation{"loose-both-maps", "The emulator's balancer sends headers beside multiValueHeaders; on AWS it sends one of them, here multiValueHeaders.",
			pageALBMulti, c.headerOnAWS(name, top), absent}
	}
	if r.Left.Name == "" {
		if header("x-forwarded-", "x-amzn-trace-id")(r) {
			return &Deviation{"loose-forwarded", "On AWS API Gateway adds X-Forwarded-* and X-Amzn-Trace-Id too; the emulator's does not.", pageRESTEvent, "", ""}
		}
		return nil
	}
	if header("host", "content-length", "user-agent")(r) {
		return nil
	}
	if values := c.values(name); len(values) > 1 {
		return &Deviation{"loose-repeated", "The emulator joins the lines of a repeated header into one value; AWS keeps each of them.",
			pageRESTMulti, c.headerOnAWS(name, top), quote(values)}
	}
	if sent := c.sentName(name); r.Mark == Same && sent != strings.ToLower(name) {
		return &Deviation{"loose-header-case", "The emulator writes header names in lower case at both doors; on AWS API Gateway keeps them as the client sent them.",
			pageRESTEvent, quote(sent) + ": " + r.Left.Value, ""}
	}
	return nil
}

func (c Context) deviationQuery(r Row, top, name string) *Deviation {
	if top == "queryStringParameters" && r.Right.Name != "" {
		return &Deviation{"loose-both-queries", "The emulator's balancer sends queryStringParameters beside the multi-value member; on AWS it sends one of them, here multiValueQueryStringParameters.",
			pageALBMulti, "", absent}
	}
	var raw []string
	for pair := range strings.SplitSeq(c.Request.Query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if unescape(key) == unescape(name) {
			raw = append(raw, value)
		}
	}
	if top == "multiValueQueryStringParameters" && r.Right.Name != "" && slices.ContainsFunc(raw, func(s string) bool { return unescape(s) != s }) &&
		r.Right.Value != quote(raw) {
		return &Deviation{"loose-query", "The emulator decodes the query at both doors; on AWS the balancer hands it on as it came.",
			pageALBMulti, "", quote(raw)}
	}
	return nil
}

// textTypes are the types of body that the balancer leaves as they are.
var textTypes = []string{"application/json", "application/javascript", "application/xml"}

func (c Context) deviationBody(r Row, top string) *Deviation {
	kind, _, _ := mime.ParseMediaType(strings.Join(c.values("content-type"), ","))
	plain := (strings.HasPrefix(kind, "text/") || slices.Contains(textTypes, kind)) && len(c.values("content-encoding")) == 0
	if len(c.Request.Body) == 0 || plain {
		if top == "body" {
			return &Deviation{"loose-size", "The emulator knows no limit; on AWS the balancer answers 413 to a body over 1 MB.", pageALB, "", ""}
		}
		return nil
	}
	if r.Mark != Same {
		return nil
	}
	l := &Deviation{"loose-base64", "The emulator's balancer encodes only what is not UTF-8; on AWS it goes by the type, and this body arrives as base64. " +
		"The emulator knows no limit either; on AWS the balancer answers 413 over 1 MB.", pageALBEvent, "", "true"}
	if top == "body" {
		l.RightOnAWS = quote(base64.StdEncoding.EncodeToString(c.Request.Body))
	}
	return l
}

func (c Context) deviationReturned(r Row) *Deviation {
	if c.Emulator && r.Name() == "body" {
		return &Deviation{"loose-response-size", "The emulator knows no limit; on AWS the balancer answers 502 if the response JSON is over 1 MB.", pageALB, "", ""}
	}
	return nil
}

func (c Context) deviationReceived(r Row) *Deviation {
	if c.Emulator && header("x-amzn-requestid", "x-amz-request-id")(r) {
		return &Deviation{"loose-request-id", "On AWS API Gateway also sends x-amz-apigw-id, and no x-amz-request-id.", pageRequestID, "", ""}
	}
	return nil
}

// values of a header, as they were sent.
func (c Context) values(name string) []string {
	var values []string
	for _, h := range c.Request.Headers {
		if strings.EqualFold(h.Name, name) {
			values = append(values, h.Value)
		}
	}
	return values
}

func (c Context) sentName(name string) string {
	for _, h := range c.Request.Headers {
		if strings.EqualFold(h.Name, name) {
			return h.Name
		}
	}
	return strings.ToLower(name)
}

// headerOnAWS is what API Gateway would say of a repeated header: all of it in the multi-value member, the last in the plain one.
func (c Context) headerOnAWS(name, top string) string {
	values := c.values(name)
	switch {
	case len(values) < 2:
		return ""
	case top == "headers":
		return quote(values[len(values)-1])
	default:
		return quote(values)
	}
}
