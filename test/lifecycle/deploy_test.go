package lifecycle

import (
	"bytes"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/local/emulator"
)

// TestDeployUseDestroy is the story of two stages, from an empty account to an empty account.
func TestDeployUseDestroy(t *testing.T) {
	t.Parallel()
	clone := copyClone(t)
	e := start(t, clone)
	dev, said := deployment(t, e, "dev")
	prod, _ := deployment(t, e, "prod")

	if ready, err := e.Bootstrapped(t.Context()); err != nil || ready {
		t.Fatalf("an empty emulator is bootstrapped: %v, %v", ready, err)
	}
	must(t, dev.Bootstrap(t.Context()))
	if ready, err := e.Bootstrapped(t.Context()); err != nil || !ready {
		t.Fatalf("bootstrapped: %v, %v", ready, err)
	}
	must(t, dev.Deploy(t.Context()))
	t.Run("listens on this machine only", func(t *testing.T) { checkListeners(t, e.PID()) })
	t.Run("API Gateway", func(t *testing.T) { askAPI(t, doors(t, dev).api) })
	t.Run("load balancer", func(t *testing.T) { askBalancer(t, doors(t, dev).balancer) })

	t.Run("no difference", func(t *testing.T) {
		said.Reset()
		must(t, dev.CDK(t.Context(), "diff", "--fail"))
		if !strings.Contains(said.String(), "Number of stacks with differences: 0") {
			t.Errorf("cdk diff right after a deployment says:\n%s", said)
		}
	})

	t.Run("second stage", func(t *testing.T) {
		must(t, prod.Deploy(t.Context()))
		for _, d := range []*emulator.Deployment{dev, prod} {
			checkEdited(t, d, false)
		}
		if dev, prod := doors(t, dev), doors(t, prod); dev.api.Base == prod.api.Base || dev.balancer.Base == prod.balancer.Base {
			t.Errorf("the stages share a door: %v, %v", dev, prod)
		}
	})

	t.Run("edited function", func(t *testing.T) {
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

	t.Run("destroy with logs in the bucket", func(t *testing.T) {
		for _, bucket := range buckets(t, e) {
			put(t, e, bucket+"/alb/AWSLogs/000000000000/elasticloadbalancing/us-east-1/2026/01/01/log.gz")
			put(t, e, bucket+"/alb/AWSLogs/000000000000/ELBAccessLogTestFile")
		}
		must(t, dev.Destroy(t.Context()))
		for _, thing := range resources(t, e) {
			if strings.Contains(thing.Name, "-dev") {
				t.Errorf("stage dev is destroyed, and %s is left", thing)
			}
		}
		checkEdited(t, prod, false)
		must(t, prod.Destroy(t.Context()))
		if left := resources(t, e); len(left) > 0 {
			t.Errorf("all is destroyed, and this is left: %v", left)
		}
	})
}

// TestProtect shows that the context key keeps what it says, and that local's down gets past it.
func TestProtect(t *testing.T) {
	t.Parallel()
	e := start(t, copyClone(t))
	dev, _ := deployment(t, e, "dev", "protect=true")
	must(t, dev.Bootstrap(t.Context()))
	must(t, dev.Deploy(t.Context()))
	kept, err := e.Retained(t.Context())
	must(t, err)
	if all := buckets(t, e); len(all) != 1 || !slices.Contains(kept, all[0]) {
		t.Fatalf("the templates keep %v, want the bucket, %v", kept, all)
	}
	if err := dev.Destroy(t.Context()); err == nil {
		t.Fatal("stacks with termination protection were destroyed")
	}
	must(t, e.Unprotect(t.Context()))
	must(t, dev.Destroy(t.Context()))
	for _, thing := range resources(t, e) {
		if !slices.Contains(kept, thing.Name) {
			t.Errorf("%s is left, and no template keeps it", thing)
		}
	}
	if len(buckets(t, e)) != 1 {
		t.Error("the bucket is gone")
	}
}

func buckets(t *testing.T, e *emulator.Emulator) []string {
	t.Helper()
	var names []string
	for _, thing := range resources(t, e) {
		if thing.Kind == "bucket" {
			names = append(names, thing.Name)
		}
	}
	if len(names) == 0 {
		t.Fatal("there is no bucket")
	}
	return names
}

// put writes an object as the load balancer would.
func put(t *testing.T, e *emulator.Emulator, path string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, e.URL()+"/"+path, bytes.NewReader([]byte("a log")))
	must(t, err)
	response, err := http.DefaultClient.Do(request)
	must(t, err)
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("PUT %s: %s", path, response.Status)
	}
}
