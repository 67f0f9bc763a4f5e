package page

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/alb-lambda/local/internal/frontends"
)

// details is all that the page shows of a request.
type details struct {
	summary
	Date     string   `json:"date"`
	Proto    string   `json:"proto"`
	Host     string   `json:"host"`
	From     string   `json:"from"`
	Headers  []header `json:"headers"`
	Body     text     `json:"body"`
	Route    *route   `json:"route,omitempty"`
	Event    *text    `json:"event,omitempty"`
	Returned *text    `json:"returned,omitempty"`
	Response response `json:"response"`
	// Verdict is what the front end makes of the request and of what the function returned.
	Verdict string `json:"verdict"`
	// OnAWS is what differs on AWS from what the client got.
	OnAWS []header `json:"onAWS,omitempty"`
}

// response is what the client got.
type response struct {
	Status  string   `json:"status"`
	Headers []header `json:"headers"`
	Body    text     `json:"body"`
}

// text is a body or an event, as far as it is kept.
type text struct {
	Size int64  `json:"size"`
	Kept int    `json:"kept"`
	Text string `json:"text"`
	// Binary is set in place of Text for what is not UTF-8.
	Binary []byte `json:"binary,omitempty"`
}

func textOf(b frontends.Body) text {
	t := text{Size: b.Size, Kept: len(b.Kept)}
	kept := b.Kept
	if b.Size > int64(len(kept)) { // the end may be half a character
		for range utf8.UTFMax {
			if r, n := utf8.DecodeLastRune(kept); r != utf8.RuneError || n != 1 {
				break
			}
			kept = kept[:len(kept)-1]
		}
	}
	if utf8.Valid(kept) {
		t.Text = string(kept)
	} else {
		t.Binary = b.Kept
	}
	return t
}

func optional(b frontends.Body) *text {
	if b.Size == 0 {
		return nil
	}
	t := textOf(b)
	return &t
}

// milliseconds is a time as a person reads it.
func milliseconds(d time.Duration) string {
	ms := float64(d.Microseconds()) / 1000
	switch {
	case ms < 0.1:
		return "<0.1"
	case ms < 10:
		return strconv.FormatFloat(ms, 'f', 1, 64)
	}
	return strconv.FormatFloat(ms, 'f', 0, 64)
}

func (x *exchange) details() details {
	return details{
		summary: x.summary(), Date: x.started.Format(time.RFC3339), Proto: x.proto, Host: x.host, From: x.from,
		Headers: lines(x.header, x.names), Body: textOf(x.sent), Route: x.route(), Event: optional(x.event), Returned: optional(x.returned),
		Response: response{statusLine(x.status), lines(x.responded, nil), textOf(x.received)},
		Verdict:  x.verdict(), OnAWS: x.onAWS(),
	}
}

func statusLine(status int) string {
	return strings.TrimSpace(fmt.Sprint(status, " ", http.StatusText(status)))
}

// kinds name the front ends in a sentence.
var kinds = map[string]string{"alb": "The load balancer", "api": "API Gateway", "url": "The function URL"}

func (x *exchange) verdict() string {
	switch {
	case strings.HasPrefix(x.reason, notSimulated):
		return "What AWS does here is not simulated: " + strings.TrimPrefix(x.reason, notSimulated)
	case x.reason != "":
		return kinds[x.kind] + " responds itself: " + x.reason
	}
	return kinds[x.kind] + " passes the function's response on."
}

// onAWS is what the client gets here in another way than on AWS.
func (x *exchange) onAWS() []header {
	var all []header
	if x.location != "" {
		all = append(all, header{"Location", x.location})
	}
	if x.onPage != "" {
		all = append(all, header{"Body, if the function failed there, too", x.onPage})
	}
	for _, what := range x.responded.Values("X-Not-Simulated") {
		all = append(all, header{"Not simulated", what})
	}
	return all
}

// route is how the front end came to the function, or to its own response.
type route struct {
	// Tried are the rules of a listener that were evaluated; the last one matched.
	Tried []tried `json:"tried,omitempty"`
	// Left is how many rules come after it.
	Left int `json:"left,omitempty"`
	// Does is what becomes of the request.
	Does []string `json:"does,omitempty"`
	// Stage, Resource and Method are those of a REST API.
	Stage    string `json:"stage,omitempty"`
	Resource string `json:"resource,omitempty"`
	Method   string `json:"method,omitempty"`
}

type tried struct {
	Priority string `json:"priority"`
	Name     string `json:"name"`
	Matched  bool   `json:"matched,omitempty"`
	Why      string `json:"why"`
}

func (x *exchange) route() *route {
	if x.kind == "api" {
		return &route{Stage: x.stage, Resource: x.resource, Method: x.m}
	}
	if x.rule == nil {
		return nil
	}
	r := &route{}
	for _, p := range x.passed {
		t := tried{Name: ruleName(p.Name), Why: "its conditions are not known"}
		if p.Failure != nil {
			t.Why = p.Failure.String()
		}
		for _, rule := range x.listener.Rules {
			if rule.Name == p.Name {
				t.Priority = strconv.Itoa(rule.Priority)
			}
		}
		r.Tried = append(r.Tried, t)
	}
	matched := tried{Priority: "last", Name: ruleName(x.rule.Name), Matched: true, Why: "no rule matches"}
	if x.rule.Priority != 0 {
		matched.Priority, matched.Why = strconv.Itoa(x.rule.Priority), "all of its conditions are met"
		r.Left = len(x.listener.Rules) - len(x.passed) - 1
	}
	r.Tried = append(r.Tried, matched)
	r.Does = x.does()
	return r
}

func ruleName(name string) string { return frontends.ShortName(strings.TrimSuffix(name, "/Rule")) }

// does says what the rule does with the request.
func (x *exchange) does() []string {
	switch {
	case x.rule.Redirect != nil:
		return []string{"redirects to " + x.responded.Get("Location")}
	case x.rule.FixedResponse != nil:
		return []string{"sends a fixed response"}
	case x.group == nil:
		return nil
	}
	line := "forwards to the target group " + frontends.ShortName(x.group.String()) + x.share()
	all := []string{line}
	if x.sentURI != "" && x.sentURI != x.target {
		all = append(all, "rewrites the path to "+x.sentURI)
	}
	if x.sentHost != "" && x.sentHost != x.host {
		all = append(all, "rewrites the host to "+x.sentHost)
	}
	return all
}

// share is how much of the requests of a rule with several target groups the chosen one gets.
func (x *exchange) share() string {
	if len(x.rule.Targets) < 2 {
		return ""
	}
	weight, total := 0, 0
	for _, t := range x.rule.Targets {
		total += t.Weight
		if t.Group == x.group {
			weight = t.Weight
		}
	}
	return fmt.Sprintf(", by weight %d of %d", weight, total)
}
