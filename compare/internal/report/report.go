// Package report assembles the comparison of a request: what was sent, the rows of each section,
// and the texts that the terminal and the page share. How it looks is theirs.
//
// What both outputs have in common may enter. How it is shown is the business of terminal and page.
package report

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"example.com/alb-lambda/compare/internal/endpoint"
	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/local/diff"
)

// Report is the result of the command.
type Report struct {
	Place       string       `json:"place"`
	Comparisons []Comparison `json:"comparisons"`
}

// A Comparison is one request and how the two front ends handled it.
type Comparison struct {
	Title    string       `json:"title"`
	Request  diff.Request `json:"request"`
	API      Side         `json:"apiGateway"`
	ALB      Side         `json:"loadBalancer"`
	Sections []Section    `json:"sections"`
}

// A Side is one front end's part of a comparison.
type Side struct {
	Name   string `json:"name"`
	URL    string `json:"url"`
	Status string `json:"status"`
	// Event is what the function received, to the byte; null if the response is not the echo.
	Event json.RawMessage `json:"event"`
	// Returned is what the function returned, but for the body; null if the response is not the
	// echo.
	Returned json.RawMessage `json:"returned"`
}

// A Section is one of the things that are compared.
type Section struct {
	ID    string     `json:"id"`
	Title string     `json:"title"`
	Intro string     `json:"intro"`
	Rows  []diff.Row `json:"rows"`
}

// Compare compares how the two endpoints handled a request.
func Compare(title string, request diff.Request, api, alb endpoint.Exchange) (Comparison, error) {
	c := Comparison{Title: title, Request: request}
	var err error
	if c.API, err = side("API Gateway", api); err != nil {
		return c, err
	}
	if c.ALB, err = side("Load balancer", alb); err != nil {
		return c, err
	}
	if c.API.Event != nil || c.ALB.Event != nil {
		events, err := diff.Events(c.API.Event, c.ALB.Event)
		if err != nil {
			return c, err
		}
		returned, err := diff.Returned(c.API.Returned, c.ALB.Returned)
		if err != nil {
			return c, err
		}
		c.Sections = append(c.Sections,
			Section{"event", "The event that the function received", "How each front end converted the request.", events},
			Section{"returned", "The response that the function returned", "Rebuilt from the event and the client's response by lambda/httpevent, the package that the function itself uses.", returned})
	}
	received := diff.Received(short(api), short(alb))
	c.Sections = append(c.Sections, Section{"received", "The response that the client received", "Status and headers as they were sent.", received})
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

// short is a response whose body is its size if it is the echo, which is compared as the event, and
// its beginning if it is long.
func short(e endpoint.Exchange) diff.Response {
	r := e.Response
	const most = 2000
	switch {
	case e.Event != nil:
		r.Body = []byte(size(len(r.Body)))
	case len(r.Body) > most:
		r.Body = fmt.Appendf(nil, "%s… %s", r.Body[:most], size(len(r.Body)))
	}
	return r
}

func size(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return "(" + digits + " bytes)"
}

// Count counts the rows of each mark.
func (s Section) Count() map[diff.Mark]int {
	n := map[diff.Mark]int{}
	for _, r := range s.Rows {
		n[r.Mark]++
	}
	return n
}

// Summary counts the rows of each mark in words.
func (s Section) Summary() string {
	n := s.Count()
	var parts []string
	for _, mark := range diff.Marks {
		if n[mark] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[mark], diff.Words[mark]))
		}
	}
	return strings.Join(parts, ", ")
}

// A Cluster is a run of rows with one explanation.
type Cluster struct {
	Group string // set at the first cluster of a group
	Rows  []diff.Row
	Rule  *diff.Rule
}

// Clusters are the rows with what explains them.
func (s Section) Clusters() []Cluster {
	var out []Cluster
	group := ""
	for i, r := range s.Rows {
		last := len(out) - 1
		if last >= 0 && r.Group == group && s.Rows[i-1].Explanation() == r.Explanation() {
			out[last].Rows = append(out[last].Rows, r)
			continue
		}
		c := Cluster{Rows: []diff.Row{r}, Rule: r.Rule}
		if r.Group != group {
			c.Group, group = r.Group, r.Group
		}
		out = append(out, c)
	}
	return out
}

// Line is the request's first line, without the protocol.
func (c Comparison) Line() string {
	line := c.Request.Method + " " + c.Request.Path
	if c.Request.Query != "" {
		line += "?" + c.Request.Query
	}
	return line
}
