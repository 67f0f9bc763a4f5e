// Package load sends many requests to an endpoint of the application on the emulator, at a steady
// rate, and compares each response with its request. It is a module of its own, so that the
// application does not depend on the load tool.
//
// Each request has an id of its own in path, query, header and body. A response is wrong if the
// echo has another id in any of them, came through the other front end, or has another status than
// 200; a request without a response is lost.
//
// Load on the emulator may enter. The function alone is the business of lambda/bench.
package load

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"example.com/alb-lambda/local/emulator"
	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// The bounds of an attack: no slip of a flag makes it endless.
const (
	MaxRequests = 100_000
	MaxRate     = 1_000
)

const (
	// workers is how many requests are under way at most. An emulator that is slower than the rate
	// slows the attack down, and the report says so.
	workers = 64
	// patience is how long a request may take on a machine that is busy with other work.
	patience = 5 * time.Minute
)

// A Plan says how much to send.
type Plan struct {
	// Requests in all, 1..MaxRequests. Required.
	Requests int
	// Rate in requests per second, 1..MaxRate. Required.
	Rate int
}

// Attack sends the requests to an endpoint of this machine, and returns when each has its response
// or has failed.
func Attack(ctx context.Context, endpoint emulator.Endpoint, plan Plan) (*Report, error) {
	if plan.Requests < 1 || plan.Requests > MaxRequests {
		return nil, fmt.Errorf("%d requests are outside 1..%d", plan.Requests, MaxRequests)
	}
	if plan.Rate < 1 || plan.Rate > MaxRate {
		return nil, fmt.Errorf("a rate of %d is outside 1..%d", plan.Rate, MaxRate)
	}
	if err := local(endpoint.Base); err != nil {
		return nil, err
	}
	attacker := vegeta.NewAttacker(vegeta.Client(client()), vegeta.Workers(1), vegeta.MaxWorkers(workers))
	defer context.AfterFunc(ctx, func() { attacker.Stop() })()

	pacer := spaced{time.Second / time.Duration(plan.Rate), uint64(plan.Requests)}
	report := newReport(endpoint, plan)
	for result := range attacker.Attack(targeter(endpoint), pacer, 0, "") {
		report.add(result)
	}
	report.metrics.Close()
	return report, context.Cause(ctx)
}

// client reaches only this machine, without a proxy. It closes an idle connection before the
// emulator does, after 75 seconds, since a request on a connection that is being closed is lost.
func client() *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(emulator.Host)}}
	return &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:         dialer.DialContext,
			MaxIdleConnsPerHost: workers,
			IdleConnTimeout:     10 * time.Second,
		},
	}
}

// local rejects an address that is not the emulator's.
func local(base string) error {
	address, err := url.Parse(base)
	if err != nil {
		return err
	}
	if address.Scheme != "http" || address.Hostname() != emulator.Host {
		return fmt.Errorf("%s is not on %s: the load is for the emulator alone", base, emulator.Host)
	}
	return nil
}

// A spaced pacer waits between two requests, and stops after the last one. After a delay it does
// not send the missed requests at once, as vegeta's own pacers do: that would be a burst, which the
// stage's throttle rejects.
type spaced struct {
	wait     time.Duration
	requests uint64
}

func (s spaced) Pace(_ time.Duration, hits uint64) (wait time.Duration, stop bool) {
	return s.wait, hits >= s.requests
}

// Rate is for vegeta's own reports.
func (s spaced) Rate(time.Duration) float64 { return float64(time.Second) / float64(s.wait) }

// targeter creates one request after the other, each with an id of its own.
func targeter(endpoint emulator.Endpoint) vegeta.Targeter {
	var sent atomic.Uint64
	return func(target *vegeta.Target) error {
		if target == nil {
			return errors.New("there is no target to fill in")
		}
		id := fmt.Sprintf("id-%08d", sent.Add(1))
		target.Method = http.MethodPost
		target.URL = endpoint.Base + path(id) + "?" + queryKey + "=" + id
		target.Body = []byte(body(id))
		target.Header = http.Header{headerKey: {id}, "Content-Type": {"application/json"}}
		return nil
	}
}
