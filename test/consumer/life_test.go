package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/setup"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
)

// TestLife deploys the app to an emulator of AWS with the real CDK toolkit, and follows it
// from the first deployment to the last resource destroyed.
//
// The emulator cannot show two things, which the templates are checked for instead. It stores a
// rule's URL rewrite and does not apply it. And of a weighted forward it keeps the first target
// group alone: the test sends a request to each version of the canary by a rule that it adds.
func TestLife(t *testing.T) {
	l := begin(t)
	l.cdk("deploy", "--all", "--require-approval", "never")

	l.serves("/orders", "", "orders", "1")
	l.serves("/orders/7", "", "orders", "1")
	l.serves("/anything", shopHost, "storefront", "1")
	l.serves("/checkout/cart", "", "checkout", "")
	l.notFound("/ordersx", "")
	l.notFound("/anything", "other.example.com")
	l.rewrites("^/orders/?(.*)$", "/$1")
	l.canary("1", "2")

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
	balancing  *elbv2.Client
	endpoint   string // address of the load balancer
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
	l := &life{
		T:          t,
		deployment: &emulator.Deployment{Emulator: e, Stage: "consumer"},
		balancing:  elbv2.NewFromConfig(e.AWSConfig()),
	}
	l.run("cdk bootstrap", l.deployment.Bootstrap)
	return l
}

// cdk runs the toolkit, and closes the gaps of the emulator before and after.
func (l *life) cdk(args ...string) {
	l.Helper()
	l.run(fmt.Sprintf("cdk %q", args), l.deployment.Bridge,
		func(ctx context.Context) error { return l.deployment.CDK(ctx, args...) },
		l.deployment.Bridge)
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
