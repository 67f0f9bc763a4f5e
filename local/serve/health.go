package main

import (
	"context"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/internal/frontends"
)

// checkHealth checks the functions as the load balancers would, and says when one becomes healthy
// or unhealthy. Where all targets of a group are unhealthy, a load balancer sends requests to all
// of them, and a function is the only one of its group: the checks change no request.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
func (s *session) checkHealth(ctx context.Context, d *httpsim.Deployment) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.endChecks != nil {
		s.endChecks()
	}
	ctx, s.endChecks = context.WithCancel(ctx)
	seen := map[*httpsim.TargetGroup]bool{}
	for _, lb := range d.LoadBalancers {
		for _, l := range lb.Listeners {
			for _, r := range l.Rules {
				for _, t := range r.Targets {
					if t.Group.HealthCheck != nil && t.Group.Function != nil && !seen[t.Group] {
						seen[t.Group] = true
						go s.check(ctx, t.Group)
					}
				}
			}
		}
	}
}

func (s *session) check(ctx context.Context, g *httpsim.TargetGroup) {
	var healthy bool
	good, bad, told := 0, 0, false
	for {
		err := g.CheckHealth(ctx)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			good, bad = good+1, 0
		} else {
			good, bad = 0, bad+1
		}
		// The first check decides: "a target is healthy when it passes its first health check".
		now := healthy
		switch {
		case !told, good >= g.HealthCheck.HealthyThreshold:
			now = err == nil
		case bad >= g.HealthCheck.UnhealthyThreshold:
			now = false
		}
		if !told || now != healthy {
			if now {
				s.say("health check: %s is healthy", frontends.ShortName(g.String()))
			} else {
				s.say("health check: %s is unhealthy: %v", frontends.ShortName(g.String()), err)
			}
		}
		healthy, told = now, true
		select {
		case <-ctx.Done():
			return
		case <-time.After(g.HealthCheck.Interval):
		}
	}
}
