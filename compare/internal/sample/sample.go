// Package sample has reports of known exchanges, for the tests of what shows a report. They have
// the events that lambda/httpsim creates by AWS's documentation, and headers as API Gateway and a
// load balancer send them. Only tests import it.
//
// What the tests of terminal and page need may enter.
package sample

import (
	"embed"
	"encoding/json"
	"fmt"

	"example.com/alb-lambda/compare/internal/endpoint"
	"example.com/alb-lambda/compare/internal/report"
	"example.com/alb-lambda/local/diff"
)

//go:embed testdata/*.json
var files embed.FS

// Names of the reports.
var Names = []string{"aws", "rejected"}

// A Recording is the exchanges of a report, as in its file.
type Recording struct {
	Place     string
	Exchanges []struct {
		Title    string
		Request  diff.Request
		API, ALB Side
	}
}

// A Side is one endpoint's part of an exchange.
type Side struct {
	URL     string
	Status  string
	Headers []diff.Header
	Event   json.RawMessage
}

func (s Side) exchange() endpoint.Exchange {
	e := endpoint.Exchange{URL: s.URL, Response: diff.Response{Status: s.Status, Headers: s.Headers}}
	if string(s.Event) != "null" {
		e.Event = s.Event
		e.Response.Body = fmt.Appendf(nil, `{"requestEvent":%s}`, s.Event)
	}
	return e
}

// Report returns the report of that name. It panics if there is none: it is for tests.
func Report(name string) report.Report {
	text, err := files.ReadFile("testdata/" + name + ".json")
	if err != nil {
		panic(err)
	}
	var r Recording
	if err := json.Unmarshal(text, &r); err != nil {
		panic(fmt.Errorf("%s: %w", name, err))
	}
	out := report.Report{Place: r.Place}
	for _, e := range r.Exchanges {
		c, err := report.Compare(e.Title, e.Request, e.API.exchange(), e.ALB.exchange())
		if err != nil {
			panic(fmt.Errorf("%s: %s: %w", name, e.Title, err))
		}
		out.Comparisons = append(out.Comparisons, c)
	}
	return out
}
