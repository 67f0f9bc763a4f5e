package proof

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/test/aws/internal/exchange"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
)

// each sends the vectors that a mode is for, and notes by name which are left out, with the reason.
func (r *Run) each(ctx context.Context, mode names.Mode, is func(*vectors.Vector) bool, send func(v *vectors.Vector, n int, to *platform.Endpoint) ([]string, error)) error {
	ends, err := r.endpoints(ctx)
	if err != nil {
		return err
	}
	all, err := exchange.Vectors(r.Root)
	if err != nil {
		return err
	}
	var failed failures
	var reasons []string
	sent, left := 0, map[string][]string{}
	for n := range all {
		v := &all[n]
		if !is(v) {
			continue
		}
		to, why := exchange.Endpoint(v, ends, mode)
		if why != "" {
			if left[why] == nil {
				reasons = append(reasons, why)
			}
			left[why] = append(left[why], v.Name)
			continue
		}
		sent++
		differences, err := send(v, n, to)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			differences = append(differences, err.Error())
		}
		for _, difference := range differences {
			failed.add("%s: %s", v.Name, difference)
		}
	}
	r.note("%d vectors", sent)
	for _, why := range reasons {
		r.note("left out, since %s: %s", why, strings.Join(left[why], "; "))
	}
	return failed.err()
}

func events(ctx context.Context, r *Run) error {
	var recordings exchange.Recordings
	err := r.each(ctx, names.Record, func(v *vectors.Vector) bool { return v.Event != nil },
		func(v *vectors.Vector, n int, to *platform.Endpoint) ([]string, error) {
			event, sent, err := exchange.Event(ctx, v, n, to)
			if err != nil {
				return nil, err
			}
			recordings.AddEvent(v, event)
			client := httpevent.Read(event).SourceIP() // as the front end saw it
			simulated, err := exchange.Simulated(v, sent, to, client)
			if err != nil {
				return nil, err
			}
			return exchange.Differences(event, simulated)
		})
	return r.keep("events.json", &recordings, err)
}

func responses(ctx context.Context, r *Run) error {
	var recordings exchange.Recordings
	err := r.each(ctx, names.Respond, func(v *vectors.Vector) bool { return v.Response != nil },
		func(v *vectors.Vector, n int, to *platform.Endpoint) ([]string, error) {
			got, differences, err := exchange.Respond(ctx, v, n, to)
			if err == nil {
				recordings.AddResponse(v, got)
			}
			return differences, err
		})
	return r.keep("responses.json", &recordings, err)
}

// keep writes recordings, whatever they show.
func (r *Run) keep(name string, recordings *exchange.Recordings, shown error) error {
	file, err := recordings.Write(r.State.Dir(), name, "make prove-aws, "+r.Platform.Name()+" "+r.State.Region+", "+r.State.Begun.Format("2006-01-02"))
	if err != nil {
		return err
	}
	r.note("recorded in %s", file)
	return shown
}

// limits finds the sizes that pass the load balancer. AWS says 1 MB, which is 1,000,000 bytes or
// 1,048,576: what is between is noted, and what is below or above has to pass or not.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
func limits(ctx context.Context, r *Run) error {
	ends, err := r.endpoints(ctx)
	if err != nil {
		return err
	}
	const smallest, largest = 1_000_000, 1 << 20
	var failed failures
	for _, size := range []int{900_000, smallest, smallest + 1, largest, largest + 1} {
		for _, c := range []struct {
			what     string
			response int // bytes
			request  int
			rejected int // status
		}{
			{"a request body", 0, size, http.StatusRequestEntityTooLarge},
			{"the JSON of a response", size, 0, http.StatusBadGateway},
		} {
			got, err := r.send(ctx, ends.Multi, &exchange.Request{
				Method: http.MethodPost, Target: "/", Body: bytes.Repeat([]byte("x"), c.request),
				Headers: [][2]string{{"Content-Type", "text/plain"}, {names.Header, names.Mark(names.Sized, c.response, ends.Multi.Token)}},
			})
			if err != nil {
				return fmt.Errorf("%s of %d bytes: %w", c.what, size, err)
			}
			r.note("%s of %d bytes: %d", c.what, size, got.Status)
			if got.Status != http.StatusOK && got.Status != c.rejected || size <= smallest && got.Status != http.StatusOK || size > largest && got.Status == http.StatusOK {
				failed.add("%s of %d bytes: status %d", c.what, size, got.Status)
			}
		}
	}
	return failed.err()
}
