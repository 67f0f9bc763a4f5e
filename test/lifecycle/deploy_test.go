package lifecycle

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/stage"
)

// TestDeployUseDestroy deploys, uses and destroys two stages, from an empty account to an empty
// account.
func TestDeployUseDestroy(t *testing.T) {
	t.Parallel()
	clone := copyClone(t)
	e := start(t, clone)
	dev, output := deployment(t, e, "dev")
	prod, _ := deployment(t, e, "prod")

	if ready, err := e.Bootstrapped(t.Context()); err != nil || ready {
		t.Fatalf("an empty emulator is bootstrapped: %v, %v", ready, err)
	}
	must(t, dev.Bootstrap(t.Context()))
	if ready, err := e.Bootstrapped(t.Context()); err != nil || !ready {
		t.Fatalf("bootstrapped: %v, %v", ready, err)
	}
	must(t, dev.Deploy(t.Context()))
	step(t, "listens on this machine only", func() { checkListeners(t, e.PID()) })
	step(t, "API Gateway", func() { checkAPI(t, endpoints(t, dev).api) })
	step(t, "load balancer", func() { checkALB(t, endpoints(t, dev).alb) })

	step(t, "no difference", func() {
		output.Reset()
		must(t, dev.CDK(t.Context(), "diff", "--fail"))
		if !strings.Contains(output.String(), "Number of stacks with differences: 0") {
			t.Errorf("cdk diff right after a deployment:\n%s", output)
		}
	})

	step(t, "second stage", func() {
		must(t, prod.Deploy(t.Context()))
		for _, d := range []*emulator.Deployment{dev, prod} {
			checkEdited(t, d, false)
		}
		if dev, prod := endpoints(t, dev), endpoints(t, prod); dev.api.Base == prod.api.Base || dev.alb.Base == prod.alb.Base {
			t.Errorf("the stages share an endpoint: %v, %v", dev, prod)
		}
	})

	step(t, "edited function", func() {
		source := filepath.Join(clone, "lambda", "echo", "echo.go")
		replace(t, source, "by a REST API.", "by an edited REST API.")
		replace(t, source, "with multi-value headers.", "with edited multi-value headers.")
		if err := dev.CDK(t.Context(), "diff", "--fail"); err == nil {
			t.Error("cdk diff --fail finds nothing, although the function was edited")
		}
		must(t, dev.Deploy(t.Context()))
		checkEdited(t, dev, true)
		checkEdited(t, prod, false)
	})

	step(t, "destroy with logs in the bucket", func() {
		for _, bucket := range buckets(t, e) {
			for _, key := range []string{"elasticloadbalancing/us-east-1/2026/01/01/log.gz", "ELBAccessLogTestFile"} {
				wantDelivered(t, e, bucket, "alb/AWSLogs/000000000000/"+key, http.StatusOK)
			}
			wantDelivered(t, e, bucket, "alb/AWSLogs/111111111111/ELBAccessLogTestFile", http.StatusForbidden)
		}
		must(t, dev.Destroy(t.Context()))
		for _, resource := range resources(t, e) {
			if strings.Contains(resource.Name, "-dev") {
				t.Errorf("stage dev is destroyed, and %s is left", resource)
			}
		}
		checkEdited(t, prod, false)
		must(t, prod.Destroy(t.Context()))
		if left := resources(t, e); len(left) > 0 {
			t.Errorf("all is destroyed, and this is left: %v", left)
		}
	})
}

func buckets(t *testing.T, e *emulator.Emulator) []string {
	t.Helper()
	names := stage.Names(t, e, "bucket")
	if len(names) == 0 {
		t.Fatal("there is no bucket")
	}
	return names
}

// wantDelivered fails the test unless log delivery gets this status.
func wantDelivered(t *testing.T, e *emulator.Emulator, bucket, key string, want int) {
	t.Helper()
	if status, err := stage.DeliverLog(t.Context(), e, bucket, key); err != nil || status != want {
		t.Errorf("deliver a log to %s/%s: %d, %v; want %d", bucket, key, status, err, want)
	}
}
