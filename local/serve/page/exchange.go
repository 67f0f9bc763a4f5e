package page

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/internal/frontends"
)

// exchange is what is kept of a request: nothing of its connection, and of what is large the
// beginning.
type exchange struct {
	id       int64
	started  time.Time
	took     time.Duration
	kind     string // alb, api or url
	front    string
	replayOf int64

	method, target, proto, host, from string
	header                            http.Header
	names                             map[string]string
	sent                              frontends.Body

	listener           *httpsim.Listener
	rule               *httpsim.Rule
	passed             []albrules.PassedOver
	group              *httpsim.TargetGroup
	sentHost, sentURI  string
	stage, resource, m string
	by, function       string

	event, returned  frontends.Body
	status           int
	reason           string
	responded        http.Header
	received         frontends.Body
	location, onPage string // on AWS, where they differ
}

func newExchange(e *frontends.Exchange) *exchange {
	r := e.Request
	x := &exchange{
		started: e.Started, took: e.Took, kind: e.Kind, front: e.Front,
		method: r.Method, target: r.RequestURI, proto: r.Proto, host: r.Host, from: r.RemoteAddr, header: r.Header, names: e.Names, sent: e.Sent, by: e.By,
		event: beginning(e.Response.Event), returned: beginning(e.Response.Returned),
		status: e.Response.StatusCode, reason: e.Response.Reason, responded: e.Response.Header, received: e.Received,
		location: e.Location, onPage: string(e.Page),
	}
	if e.Function != nil {
		x.function = frontends.ShortName(e.Function.String())
	}
	if b := e.Balanced; b != nil {
		x.listener, x.rule, x.passed, x.group, x.sentHost, x.sentURI = b.Listener, b.Rule, b.PassedOver, b.TargetGroup, b.SentHost, b.SentURI
	}
	if a := e.Routed; a != nil {
		x.resource, x.m = a.Resource, a.Method
		if a.Stage != nil {
			x.stage = a.Stage.Name
		}
	}
	return x
}

// beginning is the part of an event that is kept, without the memory of the rest.
func beginning(text []byte) frontends.Body {
	b := frontends.Body{Kept: text, Size: int64(len(text))}
	if len(text) > Keep {
		b.Kept = bytes.Clone(text[:Keep])
	}
	return b
}

// size is about what it takes, in bytes.
func (x *exchange) size() int {
	n := 2048 + len(x.target) + len(x.sent.Kept) + len(x.event.Kept) + len(x.returned.Kept) + len(x.received.Kept) + 100*len(x.passed)
	for _, header := range []http.Header{x.header, x.responded} {
		for name, values := range header {
			for _, value := range values {
				n += len(name) + len(value) + 32
			}
		}
	}
	return n
}

// summary is a line of the list.
type summary struct {
	ID       int64  `json:"id"`
	At       string `json:"at"`
	MS       string `json:"ms"`
	Kind     string `json:"kind"`
	Front    string `json:"front"`
	Method   string `json:"method"`
	Target   string `json:"target"`
	Status   int    `json:"status"`
	By       string `json:"by,omitempty"`
	Function string `json:"function,omitempty"`
	// Own says that the front end responded itself, and NotSimulated that what AWS would have done
	// is not known here.
	Own          bool  `json:"own,omitempty"`
	NotSimulated bool  `json:"notSimulated,omitempty"`
	ReplayOf     int64 `json:"replayOf,omitempty"`
}

func (x *exchange) summary() summary {
	return summary{
		ID: x.id, At: x.started.Format(time.TimeOnly), MS: milliseconds(x.took), Kind: x.kind, Front: x.front, Method: x.method, Target: short(x.target),
		Status: x.status, By: x.by, Function: x.function, Own: x.reason != "", NotSimulated: strings.HasPrefix(x.reason, notSimulated), ReplayOf: x.replayOf,
	}
}

// notSimulated is what the reason of such a response begins with.
const notSimulated = "not simulated: "

func short(target string) string {
	const most = 300
	if len(target) > most {
		return strings.ToValidUTF8(target[:most], "") + "…"
	}
	return target
}

// header is a line of a request or a response.
type header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// lines are the headers by name, as they were written if that is known.
func lines(all http.Header, names map[string]string) []header {
	list := []header{}
	for name, values := range all {
		if written, ok := names[name]; ok {
			name = written
		}
		for _, value := range values {
			list = append(list, header{name, value})
		}
	}
	slices.SortStableFunc(list, func(a, b header) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return list
}
