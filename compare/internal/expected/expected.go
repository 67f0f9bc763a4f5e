// Package expected says how AWS would handle a request to which an emulator responded: it has
// lambda/httpsim, which follows AWS's documentation, send the same request to a function that
// responds as the deployed one did. It is pure and knows nothing of rows and marks.
//
// Knowledge of events is not its business: that is in lambda/httpsim.
package expected

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"example.com/alb-lambda/compare/internal/endpoint"
	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/diff"
)

// From returns how the REST API and the load balancer of AWS would handle a request, given what
// the emulator's did. A side whose response is not the echo has nothing to compare with: its
// outcome is empty.
func From(request diff.Request, api, alb endpoint.Exchange) (diff.Expected, error) {
	var (
		e   diff.Expected
		err error
	)
	if e.API, err = outcome(request, api, httpevent.RESTAPI); err != nil {
		return e, fmt.Errorf("API Gateway: %w", err)
	}
	kind := httpevent.ALBMultiValue
	if httpevent.Read(alb.Event).Kind() == httpevent.ALB {
		kind = httpevent.ALB
	}
	if e.ALB, err = outcome(request, alb, kind); err != nil {
		return e, fmt.Errorf("load balancer: %w", err)
	}
	return e, nil
}

func outcome(request diff.Request, exchange endpoint.Exchange, kind httpevent.Kind) (diff.Outcome, error) {
	if exchange.Event == nil {
		return diff.Outcome{}, nil
	}
	var event struct {
		RequestContext struct {
			Stage, APIID     string
			RequestTimeEpoch int64
		}
	}
	if err := json.Unmarshal(exchange.Event, &event); err != nil {
		return diff.Outcome{}, fmt.Errorf("read the event: %w", err)
	}
	sent, err := onTheWire(request)
	if err != nil {
		return diff.Outcome{}, err
	}
	simulated := httpsim.Endpoint{Kind: kind, Stage: event.RequestContext.Stage, Time: time.UnixMilli(event.RequestContext.RequestTimeEpoch)}
	if kind == httpevent.RESTAPI {
		sent.Host = event.RequestContext.APIID + ".execute-api.us-east-1.amazonaws.com"
	}
	// The deployed function's response, with the event of AWS in place of the emulator's.
	function := httpevent.NewHandler(func(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
		return httpevent.Bytes(http.StatusOK, "application/json", bytes.Replace(exchange.Response.Body, exchange.Event, r.Event(), 1)), nil
	}, slog.New(slog.DiscardHandler))
	response, err := simulated.Do(function, sent)
	if err != nil {
		return diff.Outcome{}, err
	}
	return diff.Outcome{Event: response.Event, Status: response.Status, Reason: response.Reason}, nil
}

// onTheWire is the request as an endpoint receives it, its header names as they were written.
func onTheWire(request diff.Request) (*http.Request, error) {
	target := "http://name.us-east-1.elb.amazonaws.com" + request.Path
	if request.Query != "" {
		target += "?" + request.Query
	}
	r, err := http.NewRequestWithContext(context.Background(), request.Method, target, bytes.NewReader(request.Body))
	if err != nil {
		return nil, err
	}
	for _, h := range request.Headers {
		r.Header[h.Name] = append(r.Header[h.Name], h.Value)
	}
	// of the addresses for documentation, https://www.rfc-editor.org/rfc/rfc5737
	r.RemoteAddr = "192.0.2.1:50000"
	return r, nil
}
