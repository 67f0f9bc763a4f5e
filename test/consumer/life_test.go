package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/setup"
)

// TestLife deploys the app to an emulator of AWS with the real CDK toolkit, and follows it
// from the first deployment to the last resource destroyed. Requests go through the front ends of
// package deployed.
func TestLife(t *testing.T) {
	l := begin(t)
	l.cdk("deploy", "--all", "--require-approval", "never")

	// The function of the orders gets the path without its prefix.
	l.serves("/orders", "", "orders", "1")
	l.gets("/orders", "/")
	l.serves("/orders/7", "", "orders", "1")
	l.gets("/orders/7", "/7")
	l.serves("/anything", shopHost, "storefront", "1")
	l.notFound("/ordersx", "")
	l.notFound("/anything", "other.example.com")
	l.canary()

	l.cdk("diff", "--all", "--fail")
	l.wouldChange("release=2")

	// Each stack is changed without the other.
	l.update(shopStack)
	l.serves("/anything", shopHost, "storefront", "2")
	l.serves("/orders/7", "", "orders", "1")
	l.update(edgeStack)
	l.serves("/anything", shopHost, "storefront", "2")
	l.serves("/orders/7", "", "orders", "2")

	// The consumer is destroyed alone, and the routes of the load balancer's owner still work.
	l.cdk("destroy", shopStack, "--force")
	l.serves("/orders/7", "", "orders", "2")
	l.notFound("/anything", shopHost)
	l.notFound("/checkout", "")
	l.left("function", 1)
	l.left("target group", 1)

	l.cdk("destroy", "--all", "--force")
	for _, kind := range []string{"stack", "function", "load balancer", "target group", "bucket"} {
		l.left(kind, 0)
	}
}

type life struct {
	*testing.T
	deployment *emulator.Deployment
}

// begin starts an emulator on a port of its own, prepared for the toolkit.
func begin(t *testing.T) *life {
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	clone := filepath.Join(here, "..", "..")
	if err := setup.Ensure(t.Context(), clone, func(line string) { t.Log(line) }); err != nil {
		t.Fatal(err)
	}
	port, release, err := emulator.ReservePort(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	e := emulator.New(emulator.Config{
		Root:        here,
		Port:        port,
		Dir:         t.TempDir(),
		NodeModules: filepath.Join(clone, "node_modules"),
		Python:      filepath.Join(clone, ".local", "venv", "bin", "python"),
	})
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The context of the test is over by now.
		if err := e.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	fronts, err := deployed.Serve(t.Context(), e, deployed.Options{AnyPort: true, Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := fronts.Close(); err != nil {
			t.Error(err)
		}
	})
	l := &life{T: t, deployment: &emulator.Deployment{Emulator: e, Stage: "consumer"}}
	l.run("cdk bootstrap", l.deployment.Bootstrap)
	return l
}

// cdk runs the toolkit.
func (l *life) cdk(args ...string) {
	l.Helper()
	l.run(fmt.Sprintf("cdk %q", args), func(ctx context.Context) error { return l.deployment.CDK(ctx, args...) })
}

// run shows what the toolkit printed only where a step fails.
func (l *life) run(what string, steps ...func(context.Context) error) {
	l.Helper()
	var printed bytes.Buffer
	l.deployment.Stdout, l.deployment.Stderr = &printed, &printed
	for _, step := range steps {
		if err := step(l.Context()); err != nil {
			l.Fatalf("%s: %v\n%s", what, err, &printed)
		}
	}
}

// wouldChange fails the test unless the toolkit sees a difference with this context: what it says
// of no differences is worth something then.
func (l *life) wouldChange(pair string) {
	l.Helper()
	changed := *l.deployment
	changed.Context = []string{pair}
	var printed bytes.Buffer
	changed.Stdout, changed.Stderr = &printed, &printed
	var failed *emulator.ToolkitError
	if err := changed.CDK(l.Context(), "diff", "--all", "--fail"); !errors.As(err, &failed) || !strings.Contains(printed.String(), "RELEASE") {
		l.Errorf("cdk diff with %s: %v\n%s", pair, err, &printed)
	}
}

// update gives one stack a new release and leaves the other as it is.
func (l *life) update(stack string) {
	l.Helper()
	l.deployment.Context = []string{"release=2"}
	l.cdk("deploy", stack, "--exclusively", "--require-approval", "never")
}
