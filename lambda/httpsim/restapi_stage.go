package httpsim

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"example.com/alb-lambda/lambda/internal/cfn"
)

// Stage is a stage of a REST API.
type Stage struct {
	origin
	// API is the one that it belongs to.
	API *RESTAPI
	// Name is the first segment of the path.
	Name string
	// Variables are the stage variables.
	Variables map[string]string
	// Throttles are the limits of requests to each method, by resource path and method: "/orders GET",
	// or "/* *" for all.
	Throttles map[string]*Throttle

	buckets sync.Map // of each method
}

func (d *Deployment) loadStages(api *RESTAPI) error {
	for _, r := range d.set.Each("AWS::ApiGateway::Stage") {
		if r.Text("RestApiId") != api.APIID {
			continue
		}
		s := &Stage{origin: originOf(r), API: api, Name: r.Text("StageName"), Throttles: map[string]*Throttle{}}
		if err := r.Decode("Variables", &s.Variables); err != nil {
			return err
		}
		var settings []struct {
			HTTPMethod, ResourcePath string
			ThrottlingRateLimit      *float64
			ThrottlingBurstLimit     *cfn.Int
			CachingEnabled           cfn.Bool
		}
		if err := r.Decode("MethodSettings", &settings); err != nil {
			return err
		}
		for _, m := range settings {
			if m.CachingEnabled {
				d.notSimulated(r, "the cache is not simulated")
			}
			if m.ThrottlingBurstLimit != nil && m.ThrottlingRateLimit != nil && *m.ThrottlingRateLimit >= 0 {
				// ~1 is a slash of a path: https://datatracker.ietf.org/doc/html/rfc6901
				path := strings.ReplaceAll(m.ResourcePath, "~1", "/")
				if strings.HasPrefix(path, "//") {
					path = path[1:]
				}
				s.Throttles[fmt.Sprintf("%s %s", path, m.HTTPMethod)] = &Throttle{Rate: *m.ThrottlingRateLimit, Burst: int(*m.ThrottlingBurstLimit)}
			}
		}
		api.Stages = append(api.Stages, s)
	}
	slices.SortFunc(api.Stages, func(a, b *Stage) int { return strings.Compare(a.Name, b.Name) })
	return nil
}
