package platform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/aws/internal/cloud"
)

// Emulator is an emulator of AWS on this machine.
type Emulator struct {
	*emulator.Emulator
	toolkit toolkit
	cloud   *cloud.Cloud
	fronts  *deployed.Server
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
		// It has no CodeDeploy that shifts an alias.
		toolkit: toolkit{root: root, out: out, env: e.Env(), more: []string{"rollout=false", "architecture=" + emulator.Architecture()}},
	}
}

// Name is emulator.
func (e *Emulator) Name() string { return "emulator" }

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

// Close leaves it running: what is deployed is to be found again. Its front ends end.
func (e *Emulator) Close() error {
	if e.fronts == nil {
		return nil
	}
	defer func() { e.fronts = nil }()
	return e.fronts.Close()
}

// Finish stops it, when nothing is left on it.
func (e *Emulator) Finish(ctx context.Context) error { return errors.Join(e.Close(), e.Stop(ctx)) }

// Endpoints are the front ends before what is deployed, which follow AWS's documentation.
func (e *Emulator) Endpoints(ctx context.Context, s *Settings) (*Endpoints, error) {
	if e.fronts == nil {
		keys := filepath.Join(s.Dir, "keys.json")
		if err := os.WriteFile(keys, []byte(s.Keys), 0o600); err != nil {
			return nil, err
		}
		var err error
		if e.fronts, err = deployed.Serve(ctx, e.Emulator, deployed.Options{Keys: keys, AnyPort: true}); err != nil {
			return nil, err
		}
	}
	all, err := e.FrontEnds(ctx)
	if err != nil {
		return nil, err
	}
	ends := &Endpoints{LeftOut: leftOut}
	for _, f := range all {
		address := f.URL
		if len(f.Stages) == 1 {
			address += "/" + f.Stages[0]
		}
		ends.add(s.Stage, f.Name, address)
	}
	if ends.Multi == nil || ends.API == nil {
		return nil, fmt.Errorf("the stage %s has no load balancer, or no API: %v", s.Stage, all)
	}
	if ends.Secure != nil {
		if ends.Secure.Roots, err = os.ReadFile(filepath.Join(e.FrontEndsDir(), "ca.pem")); err != nil {
			return nil, err
		}
	}
	return ends, nil
}
