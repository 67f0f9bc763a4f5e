// Package report puts the comparison of a request together: what was sent, the rows of each part, and the texts that the
// terminal and the page have in common.
package report

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"example.com/alb-lambda/compare/internal/diff"
	"example.com/alb-lambda/compare/internal/endpoint"
	"example.com/alb-lambda/lambda/httpevent"
)

// Report is all that the command found out.
type Report struct {
	Place       string       `json:"place"`
	Emulator    bool         `json:"emulator"`
	Comparisons []Comparison `json:"comparisons"`
}

// A Comparison is one request and what the doors made of it.
type Comparison struct {
	Title    string       `json:"title"`
	Request  diff.Request `json:"request"`
	API      Side         `json:"apiGateway"`
	ALB      Side         `json:"loadBalancer"`
	Sections []Section    `json:"sections"`
}

// A Side is one door's part of a comparison.
type Side struct {
	Name   string `json:"name"`
	URL    string `json:"url"`
	Status string `json:"status"`
	// Event is what the function received, to the byte; null if the answer is not the echo.
	Event json.RawMessage `json:"event"`
	// Returned is what the function returned, but for the body; null if the answer is not the echo.
	Returned json.RawMessage `json:"returned"`
}

// A Section is one of the things that are compared.
type Section struct {
	ID    string     `json:"id"`
	Title string     `json:"title"`
	Intro string     `json:"intro"`
	Rows  []diff.Row `json:"rows"`
}

// Compare makes the comparison of a request that went through both doors.
func Compare(title string, request diff.Request, api, alb endpoint.Exchange, emulator bool) (Comparison, error) {
	c := Comparison{Title: title, Request: request}
	var err error
	if c.API, err = side("API Gateway", api); err != nil {
		return c, err
	}
	if c.ALB, err = side("Load balancer", alb); err != nil {
		return c, err
	}
	context := diff.Context{Request: request, Emulator: emulator}
	if c.API.Event != nil || c.ALB.Event != nil {
		events, err := diff.Events(c.API.Event, c.ALB.Event, context)
		if err != nil {
			return c, err
		}
		returned, err := diff.Returned(c.API.Returned, c.ALB.Returned, context)
		if err != nil {
			return c, err
		}
		c.Sections = append(c.Sections,
			Section{"event", "The event that the function received", "What each door made of the request, as the function saw it.", events},
			Section{"returned", "The response that the function returned", "Rebuilt here from the event and the answer, by the package that the function itself uses: lambda/httpevent.", returned})
	}
	received := diff.Received(short(api), short(alb), context)
	c.Sections = append(c.Sections, Section{"received", "The answer that the client received", "Status and headers as they came over the wire.", received})
	return c, nil
}

func side(name string, e endpoint.Exchange) (Side, error) {
	s := Side{Name: name, URL: e.URL, Status: e.Response.Status, Event: e.Event}
	if e.Event == nil {
		return s, nil
	}
	code, _, _ := strings.Cut(e.Response.Status, " ")
	status, err := strconv.Atoi(code)
	if err != nil {
		return s, fmt.Errorf("%s: status %q: %w", name, e.Response.Status, err)
	}
	header := http.Header{}
	for _, h := range e.Response.Headers {
		if strings.EqualFold(h.Name, "Content-Type") {
			header.Add(h.Name, h.Value)
		}
	}
	response := &httpevent.Response{StatusCode: status, Header: header, Body: []byte(size(len(e.Response.Body)))}
	s.Returned, err = response.Append(nil, httpevent.Read(e.Event).Kind())
	if err != nil {
		return s, fmt.Errorf("%s: rebuild the function's response: %w", name, err)
	}
	return s, nil
}

// short is an answer whose body is its size if it is the echo, for what is in it is another section, and its beginning if
// it is long.
func short(e endpoint.Exchange) diff.Response {
	a := e.Response
	const most = 2000
	switch {
	case e.Event != nil:
		a.Body = []byte(size(len(a.Body)))
	case len(a.Body) > most:
		a.Body = fmt.Appendf(nil, "%s… %s", a.Body[:most], size(len(a.Body)))
	}
	return a
}

func size(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return "(" + digits + " bytes)"
}

// Words say what a mark means.
var Words = map[diff.Mark]string{
	diff.Same:    "same",
	diff.Missing: "only API Gateway",
	diff.Added:   "only balancer",
	diff.Renamed: "renamed",
	diff.Encoded: "encoded differently",
	diff.Changed: "different",
}

// Marks in the order in which a legend has them.
var Marks = []diff.Mark{diff.Missing, diff.Added, diff.Renamed, diff.Encoded, diff.Changed, diff.Same}

// Count counts the rows of each mark.
func (s Section) Count() map[diff.Mark]int {
	n := map[diff.Mark]int{}
	for _, r := range s.Rows {
		n[r.Mark]++
	}
	return n
}

// Summary says in words how many rows there are of each mark.
func (s Section) Summary() string {
	n := s.Count()
	var parts []string
	for _, mark := range Marks {
		if n[mark] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[mark], Words[mark]))
		}
	}
	return strings.Join(parts, ", ")
}

// A Cluster is a run of rows with one explanation.
type Cluster struct {
	Group     string // set at the first cluster of a group
	Rows      []diff.Row
	Rule      *diff.Rule
	Deviation *diff.Deviation
}

// Clusters are the rows with what explains them.
func (s Section) Clusters() []Cluster {
	var out []Cluster
	group := ""
	for _, r := range s.Rows {
		last := len(out) - 1
		if last >= 0 && r.Group == group && out[last].Rule == r.Rule && deviationID(out[last].Deviation) == deviationID(r.Deviation) {
			out[last].Rows = append(out[last].Rows, r)
			continue
		}
		c := Cluster{Rows: []diff.Row{r}, Rule: r.Rule, Deviation: r.Deviation}
		if r.Group != group {
			c.Group, group = r.Group, r.Group
		}
		out = append(out, c)
	}
	return out
}

func deviationID(l *diff.Deviation) string {
	if l == nil {
		return ""
	}
	return l.ID
}

// Line is the request as its first line says it.
func (c Comparison) Line() string {
	line := c.Request.Method + " " + c.Request.Path
	if c.Request.Query != "" {
		line += "?" + c.Request.Query
	}
	return line
}
