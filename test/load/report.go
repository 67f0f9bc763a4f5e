package load

import (
	"fmt"
	"strings"
	"time"

	"example.com/alb-lambda/local/emulator"
	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// A Report says what came of an attack.
type Report struct {
	// Right, Wrong and Lost are all requests: the answer was what it should be, it was not, or there was none.
	Right, Wrong, Lost int
	// Faults are the first that were found, to be read.
	Faults []error

	door    emulator.Endpoint
	plan    Plan
	seen    map[string]bool
	metrics vegeta.Metrics
}

const maxFaults = 5

func newReport(door emulator.Endpoint, plan Plan) *Report {
	return &Report{door: door, plan: plan, seen: map[string]bool{}, Lost: plan.Requests}
}

func (r *Report) add(result *vegeta.Result) {
	r.metrics.Add(result)
	if result.Code == 0 { // no answer: it stays lost
		r.fault(fmt.Errorf("%s: %s", result.URL, result.Error))
		return
	}
	r.Lost--
	id, err := idOf(result)
	if err == nil && r.seen[id] {
		err = fmt.Errorf("%s: sent twice", id)
	}
	if err == nil {
		r.seen[id] = true
		err = check(result, r.door.IntegrationType)
	}
	if err != nil {
		r.Wrong++
		r.fault(err)
		return
	}
	r.Right++
}

func (r *Report) fault(err error) {
	if len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, err)
	}
}

// Rate is how many requests were sent in a second.
func (r *Report) Rate() float64 { return r.metrics.Rate }

func (r *Report) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%-14s %d requests at %.1f/s (asked for: %d/s): %d right, %d wrong, %d lost\n",
		r.door.Name, r.plan.Requests, r.Rate(), r.plan.Rate, r.Right, r.Wrong, r.Lost)
	l := r.metrics.Latencies
	text.WriteString("               latency")
	for _, p := range []struct {
		name  string
		value time.Duration
	}{{"p50", l.P50}, {"p90", l.P90}, {"p95", l.P95}, {"p99", l.P99}, {"max", l.Max}} {
		fmt.Fprintf(&text, "  %s %.1f ms", p.name, float64(p.value.Microseconds())/1000)
	}
	for _, fault := range r.Faults {
		fmt.Fprintf(&text, "\n               %v", fault)
	}
	return text.String()
}
