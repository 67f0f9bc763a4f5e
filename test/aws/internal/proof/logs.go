package proof

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/test/aws/internal/exchange"
	"example.com/alb-lambda/test/aws/internal/names"
)

// logsFor is how long a log file is waited for. A load balancer writes one every 5 minutes, and
// with few requests some minutes later.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
const logsFor = 20 * time.Minute

// logs finds the file by which Elastic Load Balancing tested the policy of the bucket, and a log
// file with a line for a request of this run.
func logs(ctx context.Context, r *Run) error {
	c := r.Platform.Cloud()
	stack, err := c.Stack(ctx, names.Edge(r.State.Stage))
	if err != nil {
		return err
	}
	if stack == nil {
		return errors.New("the stack of the load balancer is gone")
	}
	ends, err := r.endpoints(ctx)
	if err != nil {
		return err
	}
	if _, err := r.send(ctx, ends.Multi, &exchange.Request{Target: names.Service + "/logged"}); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, logsFor)
	defer cancel()
	bucket, read := stack.Outputs[names.LogBucket], map[string]bool{}
	for {
		keys, err := c.Objects(limited, bucket)
		if err != nil {
			return err
		}
		for _, key := range keys {
			if !strings.HasSuffix(key, ".gz") || read[key] {
				continue
			}
			read[key] = true
			text, err := c.Log(limited, bucket, key)
			if err != nil {
				return err
			}
			if strings.Contains(text, names.Service) {
				return r.logged(keys, key, text)
			}
		}
		if err := c.Wait(limited); err != nil {
			return fmt.Errorf("no log file of %d has a line for %s: %w", len(read), names.Service, err)
		}
	}
}

// logged notes what was found.
func (r *Run) logged(keys []string, key, text string) error {
	r.note("%s has %d lines", key, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		if strings.Contains(line, names.Service) {
			r.note("one of them: %s", strings.TrimSpace(line))
			break
		}
	}
	if !slices.ContainsFunc(keys, func(key string) bool { return strings.HasSuffix(key, "/ELBAccessLogTestFile") }) {
		return errors.New("the file ELBAccessLogTestFile is missing")
	}
	return nil
}
