// Package proof has the steps of the proof: what is deployed, tried and destroyed, in which order,
// and what has to hold. It runs them on a platform, and notes in the state what it is about to make
// before it makes it.
//
// A step that shows what no test here can show may enter. How a platform deploys, and what a report
// looks like, is the business of the packages of these names.
package proof

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/exchange"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/state"
)

// A Step is one thing that is shown.
type Step struct {
	Name  string
	Shows string   // a sentence
	Needs []string // steps without which it makes no sense
	run   func(context.Context, *Run) error
}

// Run is one run of the proof.
type Run struct {
	State    *state.State
	Platform platform.Platform
	Root     string            // the clone
	Tell     func(line string) // what the user reads

	notes []string
}

// note tells the user something, and keeps it for the report.
func (r *Run) note(format string, values ...any) {
	line := fmt.Sprintf(format, values...)
	r.notes = append(r.notes, line)
	r.Tell("  " + line)
}

// Steps are those of the proof, in their order. What they leave is destroyed by [End].
func Steps() []Step {
	return []Step{
		{names.StepCertificate, "A certificate for the load balancer is imported.", nil, importCertificate},
		{names.StepDeploy, "The stacks are deployed, and only those of this run.", nil, deploy},
		{names.StepReach, "Every front end responds.", []string{names.StepDeploy}, reach},
		{names.StepDiff, "cdk diff shows no difference after the deployment.", []string{names.StepDeploy}, diff},
		{names.StepPermission, "The permission is enough for its target group, and no other may invoke the function.", []string{names.StepDeploy}, permission},
		{names.StepRules, "Fixed responses, redirects, methods and headers do what the rules say.", []string{names.StepReach}, rules},
		{names.StepTransforms, "Query conditions match; path and host are rewritten, and prefixes stripped.", []string{names.StepReach}, transforms},
		{names.StepWeights, "Requests are divided by the weights of the target groups.", []string{names.StepReach}, weights},
		{names.StepTokens, "Tokens are verified: a valid one passes, any other is a 401.", []string{names.StepReach}, tokens},
		{names.StepTLS, "The listener for HTTPS has the certificate, and accepts no TLS before 1.2.", []string{names.StepReach}, secure},
		{names.StepEvents, "The events of the vectors are those that httpsim makes of the same requests.", []string{names.StepReach}, events},
		{names.StepResponses, "Clients get what the vectors say, rejected responses included.", []string{names.StepReach}, responses},
		{names.StepLimits, "Requests and responses of 1 MB pass the load balancer, and larger ones do not.", []string{names.StepReach}, limits},
		{names.StepProtection, "Deletion protection and termination protection keep the stage.", []string{names.StepDeploy}, protection},
		{names.StepCanary, "A new release gets a part of the traffic first, and then all.", []string{names.StepReach}, canary},
		{names.StepRollback, "A release that fails is rolled back.", []string{names.StepCanary}, rollback},
		{names.StepLogs, "Log delivery accepts the policy of the bucket, and writes.", []string{names.StepReach}, logs},
		{names.StepDiffAfter, "cdk diff shows no difference after all that.", []string{names.StepDeploy}, diff},
	}
}

// End are the steps that destroy a stage.
func End() []Step {
	return []Step{
		{names.StepDestroy, "The stage is destroyed while logs arrive.", nil, destroy},
		{names.StepNothingLeft, "Nothing is left.", []string{names.StepDestroy}, nothingLeft},
	}
}

// Open prepares the platform. A stage that was begun in another account or region is not touched.
func (r *Run) Open(ctx context.Context) error {
	account, region, err := r.Platform.Open(ctx)
	if err != nil {
		return err
	}
	s := r.State
	if s.Account != "" && (s.Account != account || s.Region != region) {
		return fmt.Errorf("stage %s is in account %s, %s, and the credentials are those of %s, %s; %w", s.Stage, s.Account, s.Region, account, region, cloud.ErrForeign)
	}
	s.Account, s.Region = account, region
	return nil
}

// Do runs the steps that have not passed. It ends early only if it is interrupted. A step that was
// is run again by the next Do.
func (r *Run) Do(ctx context.Context, steps []Step) error {
	for i, step := range steps {
		before := r.State.Result(step.Name)
		if before != nil && before.Status == state.Passed {
			continue
		}
		r.Tell(fmt.Sprintf("%d/%d %s: %s", i+1, len(steps), step.Name, step.Shows))
		r.notes = nil
		result := &state.Result{Step: step.Name, Begun: time.Now().UTC().Truncate(time.Second)}
		began := time.Now()
		result.Status, result.Reason = r.try(ctx, step)
		result.Took, result.Notes = time.Since(began), r.notes
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if err := r.State.End(result); err != nil {
			return err
		}
		r.Tell(strings.TrimSuffix(fmt.Sprintf("  %s: %s", result.Status, result.Reason), ": "))
	}
	return nil
}

// try runs a step, if it can be run.
func (r *Run) try(ctx context.Context, step Step) (state.Status, string) {
	if why := r.Platform.Cannot()[step.Name]; why != "" {
		return state.Skipped, why
	}
	for _, needed := range step.Needs {
		if before := r.State.Result(needed); before == nil || before.Status != state.Passed {
			return state.Skipped, "it needs the step " + needed
		}
	}
	err := step.run(ctx, r)
	var skip skipError
	switch {
	case errors.As(err, &skip):
		return state.Skipped, string(skip)
	case err != nil:
		return state.Failed, err.Error()
	}
	return state.Passed, ""
}

// skipError says why a step cannot be shown after all.
type skipError string

func (e skipError) Error() string { return string(e) }

// Failed lists the steps that failed.
func Failed(s *state.State) []string {
	var failed []string
	for _, result := range s.Results {
		if result.Status == state.Failed {
			failed = append(failed, result.Step)
		}
	}
	return failed
}

// settings are what is deployed, as the state has it.
func (r *Run) settings() (*platform.Settings, error) {
	keys, err := keySet(r.State)
	if err != nil {
		return nil, err
	}
	s := r.State
	settings := &platform.Settings{
		Stage: s.Stage, Token: s.Token, Release: s.Release, Broken: s.Broken, Protect: s.Protect,
		Domain: s.Domain, Zone: s.Zone, ZoneID: s.ZoneID, WithoutLattice: s.WithoutLattice, Keys: keys, Dir: s.Dir(),
	}
	if made := s.Find(state.Certificate, names.CertificateHost); made != nil {
		settings.Certificate = made.ID
	}
	return settings, nil
}

// endpoints are those of what is deployed.
func (r *Run) endpoints(ctx context.Context) (*platform.Endpoints, error) {
	settings, err := r.settings()
	if err != nil {
		return nil, err
	}
	ends, err := r.Platform.Endpoints(ctx, settings)
	if err == nil && ends.Secure != nil && ends.Secure.Roots == nil && settings.Domain == "" {
		ends.Secure.Roots, err = certificate(r.State)
	}
	if err != nil {
		return nil, err
	}
	for _, end := range ends.All() {
		if end.Endpoint != nil {
			end.Token = r.State.Token
		}
	}
	return ends, nil
}

// send sends a request to an endpoint.
func (r *Run) send(ctx context.Context, to *platform.Endpoint, request *exchange.Request) (*exchange.Response, error) {
	if to == nil {
		return nil, errors.New("the stage has no such front end")
	}
	return exchange.Send(ctx, to, request)
}

// failures collects what does not hold, so that a step says all of it.
type failures []string

func (f *failures) add(format string, values ...any) { *f = append(*f, fmt.Sprintf(format, values...)) }

func (f *failures) err() error {
	if len(*f) == 0 {
		return nil
	}
	return errors.New(strings.Join(slices.Clone(*f), "\n"))
}
