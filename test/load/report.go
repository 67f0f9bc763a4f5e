package load

import (
	"fmt"
	"strings"
	"time"

	"example.com/alb-lambda/local/emulator"
	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// A Report is the result of an attack.
type Report struct {
	// Right, Wrong and Lost are all requests: the response was as expected, it was not, or there
	// was none.
	Right, Wrong, Lost int
	// Errors are the first that were found, for the reader.
	Errors []error

	endpoint emulator.Endpoint
	plan     Plan
	seen     map[string]bool
	metrics  vegeta.Metrics
}

const maxErrors = 5

func newReport(endpoint emulator.Endpoint, plan Plan) *Report {
	return &Report{endpoint: endpoint, plan: plan, seen: map[string]bool{}, Lost: plan.Requests}
}

func (r *Report) add(result *vegeta.Result) {
	r.metrics.Add(result)
	if result.Code == 0 { // no response: it stays lost
		r.fail(fmt.Errorf("%s: %s", result.URL, result.Error))
		return
	}
	r.Lost--
	id, err := idOf(result)
	if err == nil && r.seen[id] {
		err = fmt.Errorf("%s: sent twice", id)
	}
	if err == nil {
		r.seen[id] = true
		err = check(result, r.endpoint.IntegrationType)
	}
	if err != nil {
		r.Wrong++
		r.fail(err)
		return
	}
	r.Right++
}

func (r *Report) fail(err error) {
	if len(r.Errors) < maxErrors {
		r.Errors = append(r.Errors, err)
	}
}

// Rate is how many requests were sent in a second.
func (r *Report) Rate() float64 { return r.metrics.Rate }

func (r *Report) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%-14s %d requests at %.1f/s (at most: %d/s): %d right, %d wrong, %d lost\n",
		r.endpoint.Name, r.plan.Requests, r.Rate(), r.plan.Rate, r.Right, r.Wrong, r.Lost)
	l := r.metrics.Latencies
	text.WriteString("               latency")
	for _, p := range []struct {
		name  string
		value time.Duration
	}{{"p50", l.P50}, {"p90", l.P90}, {"p95", l.P95}, {"p99", l.P99}, {"max", l.Max}} {
		fmt.Fprintf(&text, "  %s %.1f ms", p.name, float64(p.value.Microseconds())/1000)
	}
	for _, err := range r.Errors {
		fmt.Fprintf(&text, "\n               %v", err)
	}
	return text.String()
}
