// Package load sends many requests through a door of the application on the emulator, at a held rate, and compares
// each answer with what was sent. It is a module of its own, so that the application does not carry the load tool.
//
// Each request has an id of its own in path, query, header and body. An answer is wrong if the echo has another id
// in any of them, came through another door, or has another status than 200; a request is lost if it has no answer.
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
	// workers is how many requests are under way at most. An emulator that is slower than the rate slows the
	// attack down, and the report says so.
	workers = 64
	// patience is how long a request may take. REST APIs give up after 29 seconds.
	patience = 30 * time.Second
)

// A Plan says how much to send.
type Plan struct {
	// Requests in all, 1..MaxRequests. Required.
	Requests int
	// Rate in requests per second, 1..MaxRate. Required.
	Rate int
}

// Attack sends the requests through a door of this machine, and returns when each has its answer or has failed.
func Attack(ctx context.Context, door emulator.Endpoint, plan Plan) (*Report, error) {
	if plan.Requests < 1 || plan.Requests > MaxRequests {
		return nil, fmt.Errorf("%d requests are outside 1..%d", plan.Requests, MaxRequests)
	}
	if plan.Rate < 1 || plan.Rate > MaxRate {
		return nil, fmt.Errorf("a rate of %d is outside 1..%d", plan.Rate, MaxRate)
	}
	if err := local(door.Base); err != nil {
		return nil, err
	}
	attacker := vegeta.NewAttacker(vegeta.Client(client()), vegeta.Workers(1), vegeta.MaxWorkers(workers))
	defer context.AfterFunc(ctx, func() { attacker.Stop() })()

	pacer := bounded{vegeta.ConstantPacer{Freq: plan.Rate, Per: time.Second}, uint64(plan.Requests)}
	report := newReport(door, plan)
	for result := range attacker.Attack(targeter(door), pacer, 0, "") {
		report.add(result)
	}
	report.metrics.Close()
	return report, context.Cause(ctx)
}

// client reaches this machine alone, through no proxy. It gives a silent connection up before the emulator does, after 75
// seconds, since a request that meets the end of its connection is lost.
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

// local refuses an address that is not the emulator's.
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

// A bounded pacer holds the rate, and stops after the last request.
type bounded struct {
	vegeta.ConstantPacer
	requests uint64
}

func (b bounded) Pace(elapsed time.Duration, hits uint64) (wait time.Duration, stop bool) {
	if hits >= b.requests {
		return 0, true
	}
	return b.ConstantPacer.Pace(elapsed, hits)
}

// targeter makes one request after the other, each with an id of its own.
func targeter(door emulator.Endpoint) vegeta.Targeter {
	var sent atomic.Uint64
	return func(target *vegeta.Target) error {
		if target == nil {
			return errors.New("there is no target to fill in")
		}
		id := fmt.Sprintf("id-%08d", sent.Add(1))
		target.Method = http.MethodPost
		target.URL = door.Base + path(id) + "?" + queryKey + "=" + id
		target.Body = []byte(body(id))
		target.Header = http.Header{headerKey: {id}, "Content-Type": {"application/json"}}
		return nil
	}
}
