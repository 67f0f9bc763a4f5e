package load

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"testing"

	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/setup"
)

var (
	requests = flag.Int("requests", 500, "requests to each endpoint")
	// The REST API's stage is throttled at 100 requests per second, on this machine too.
	rate = flag.Int("rate", 60, "requests per second, below the throttle of the REST API's stage")
)

// TestLoad deploys the application to an emulator of its own and sends the load to each endpoint.
func TestLoad(t *testing.T) {
	d := deploy(t)
	api, alb, err := d.Endpoints(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, endpoint := range []emulator.Endpoint{api, alb} {
		t.Run(endpoint.Name, func(t *testing.T) {
			plan := Plan{Requests: *requests, Rate: *rate}
			report, err := Attack(t.Context(), endpoint, plan)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Println(report)
			if report.Right != plan.Requests || report.Wrong != 0 || report.Lost != 0 {
				t.Errorf("%d right, %d wrong, %d lost; want all %d right", report.Right, report.Wrong, report.Lost, plan.Requests)
			}
		})
	}
}

// deploy starts an emulator on a port of its own and deploys the application to it.
func deploy(t *testing.T) *emulator.Deployment {
	t.Helper()
	clone, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if err := setup.Ensure(t.Context(), clone, func(line string) { t.Log(line) }); err != nil {
		t.Fatal(err)
	}
	port, release, err := emulator.ReservePort(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	e := emulator.New(emulator.Config{Root: clone, Port: port, Dir: t.TempDir()})
	t.Cleanup(func() {
		if err := e.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	fronts, err := deployed.Serve(t.Context(), e, deployed.Options{AnyPort: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := fronts.Close(); err != nil {
			t.Error(err)
		}
	})
	var said bytes.Buffer
	d := &emulator.Deployment{Emulator: e, Stage: "dev", Stdout: &said, Stderr: &said}
	for _, step := range []func(context.Context) error{d.Bootstrap, d.Deploy} {
		if err := step(t.Context()); err != nil {
			t.Fatalf("%v\n%s", err, &said)
		}
	}
	return d
}
