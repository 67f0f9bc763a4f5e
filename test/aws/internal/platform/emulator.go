//go:build !windows

package platform

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/names"
)

// Emulator is an emulator of AWS on this machine, with the front ends that package deployed puts
// before it.
type Emulator struct {
	*emulator.Emulator
	toolkit toolkit
	cloud   *cloud.Cloud
	fronts  *deployed.Server
}

// OpenEmulator is NewEmulator on a port that is free, unless one is given.
func OpenEmulator(ctx context.Context, root, dir string, port *int, out io.Writer) (Platform, error) {
	if *port == 0 {
		var err error
		if *port, _, err = emulator.ReservePort(ctx); err != nil { // until this process ends
			return nil, err
		}
	}
	return NewEmulator(root, dir, *port, out), nil
}

// NewEmulator deploys from a clone to an emulator on a port of its own, with all state in a folder.
func NewEmulator(root, dir string, port int, out io.Writer) *Emulator {
	e := emulator.New(emulator.Config{
		Root: filepath.Join(root, "test", "aws"), Port: port, Dir: dir,
		NodeModules: filepath.Join(root, "node_modules"), Python: filepath.Join(root, ".local", "venv", "bin", "python"),
	})
	settings := e.AWSConfig()
	services := cloud.New(&settings)
	services.Wait = func(ctx context.Context) error { return cloud.Sleep(ctx, 100*time.Millisecond) }
	return &Emulator{
		Emulator: e, cloud: services,
		// It has no CodeDeploy that shifts an alias, and no VPC Lattice.
		toolkit: toolkit{root: root, out: out, env: e.Env(), more: []string{"rollout=false", "lattice=false", "architecture=" + emulator.Architecture()}},
	}
}

// Name is emulator.
func (e *Emulator) Name() string { return "emulator" }

// Cannot has what MiniStack does without checking, or has none of.
func (e *Emulator) Cannot() map[string]string {
	return map[string]string{
		names.StepPermission: "MiniStack 1.5.33 checks no permission of a function when a target is registered",
		names.StepProtection: "MiniStack 1.5.33 deletes a load balancer despite its deletion protection",
		names.StepCanary:     "MiniStack 1.5.33 has no CodeDeploy that shifts an alias",
		names.StepRollback:   "MiniStack 1.5.33 has no CodeDeploy that shifts an alias",
		names.StepLogs:       "MiniStack 1.5.33 delivers no logs",
	}
}

// Cloud has its services.
func (e *Emulator) Cloud() *cloud.Cloud { return e.cloud }

// Open starts it, and bootstraps it as an account is.
func (e *Emulator) Open(ctx context.Context) (account, region string, err error) {
	if err := e.Start(ctx); err != nil {
		return "", "", err
	}
	ready, err := e.Bootstrapped(ctx)
	if err == nil && !ready {
		d := &emulator.Deployment{Emulator: e.Emulator, Stage: "bootstrap", Stdout: e.toolkit.out, Stderr: e.toolkit.out}
		err = d.Bootstrap(ctx)
	}
	return emulator.Account, emulator.Region, err
}

// Deploy deploys with the toolkit.
func (e *Emulator) Deploy(ctx context.Context, s *Settings) error { return e.toolkit.deploy(ctx, s) }

// Diff compares with the toolkit.
func (e *Emulator) Diff(ctx context.Context, s *Settings) error { return e.toolkit.diff(ctx, s) }

// Close ends the front ends. The emulator goes on: what is deployed is to be found again.
func (e *Emulator) Close() error {
	if e.fronts == nil {
		return nil
	}
	fronts := e.fronts
	e.fronts = nil
	return fronts.Close()
}

// Finish stops it, when nothing is left on it.
func (e *Emulator) Finish(ctx context.Context) error { return errors.Join(e.Close(), e.Stop(ctx)) }

// Endpoints are those of the front ends before what is deployed, which this process serves.
func (e *Emulator) Endpoints(ctx context.Context, s *Settings) (*Endpoints, error) {
	if _, err := outputs(ctx, e.cloud, s); err != nil {
		return nil, err
	}
	if e.fronts == nil {
		keys := filepath.Join(s.Dir, "keys.json")
		if err := os.WriteFile(keys, []byte(s.Keys), 0o600); err != nil {
			return nil, err
		}
		var err error
		// They outlive the step.
		if e.fronts, err = deployed.Serve(context.WithoutCancel(ctx), e.Emulator, deployed.Options{Keys: keys, AnyPort: true, Log: e.toolkit.out}); err != nil {
			return nil, err
		}
	}
	all, err := e.FrontEnds(ctx)
	if err != nil {
		return nil, err
	}
	ends := &Endpoints{APIs: map[string]*Endpoint{}, LeftOut: map[string]string{}, Without: without}
	for _, name := range []string{"url-response: an object", "url-response: an array", "url-response: not JSON", "stream, function-url: into the invoke mode BUFFERED", "stream, function-url: no prelude"} {
		ends.LeftOut[name] = "MiniStack 1.5.33 reads what a function returns, and writes it anew"
	}
	for i := range all {
		if err := ends.addFront(&all[i], s.Stage); err != nil {
			return nil, err
		}
	}
	return ends, nil
}

// addFront finds out what a front end is.
func (e *Endpoints) addFront(f *emulator.FrontEnd, stage string) error {
	at, err := endpoint(f.URL)
	if err != nil {
		return err
	}
	at.Port = f.Port
	switch {
	case f.Stack == names.Functions(stage) && len(f.Stages) > 0:
		at.Base = "/" + f.Stages[0]
		e.APIs[apiOf(f.Name)] = at
	case f.Stack == names.Functions(stage):
		e.addURL(apiOf(f.Name), at)
	case f.Stack != names.Edge(stage):
	case f.Protocol == "HTTPS":
		at.Host, e.Secure = names.CertificateHost, at
		at.Roots, err = os.ReadFile(f.Authority)
	case f.Port == names.SinglePort:
		e.Single = at
	default:
		e.Multi = at
	}
	return err
}
