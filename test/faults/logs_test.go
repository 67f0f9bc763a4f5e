package faults

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/test/internal/stage"
)

// How many log objects there are, by the form of the test. CDK's function lists and deletes a thousand at a time.
const (
	fewObjects  = 150
	manyObjects = 3000
)

const logPrefix = "/alb/AWSLogs/000000000000/elasticloadbalancing/us-east-1/2026/01/01/"

// destroyWhileLogsAreWritten fills the bucket with objects, older versions and delete markers, and destroys the stage
// while the balancer goes on writing, as it does on AWS for as long as it exists.
//
// The emulator does not enforce bucket policies. That late deliveries are denied is read from the policy itself.
func (w *world) destroyWhileLogsAreWritten() {
	w.Helper()
	bucket := w.bucket()
	objects := fewObjects
	if *long {
		objects = manyObjects
	}
	w.s3(http.MethodPut, "/"+bucket+"?versioning", `<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>`)
	for i := range objects {
		key := fmt.Sprintf("%s%s%05d.log.gz", bucket, logPrefix, i)
		w.s3(http.MethodPut, "/"+key, "first")
		w.s3(http.MethodPut, "/"+key, "second")
		if i%3 == 0 {
			w.s3(http.MethodDelete, "/"+key, "")
		}
	}
	if versions, markers := w.versions(bucket); versions+markers < min(1000, 2*objects) || versions == 0 || markers == 0 {
		w.Fatalf("the bucket has %d versions and %d delete markers: nothing to empty", versions, markers)
	}

	ctx, stop := context.WithCancel(w.Context())
	writer := &delivery{world: w, bucket: bucket}
	var group sync.WaitGroup
	group.Go(func() { writer.run(ctx) })
	err := w.d.Destroy(w.Context())
	stop()
	group.Wait()
	w.must(err)
	w.wantNothing()
	if writer.written == 0 || !writer.denied {
		w.Errorf("%d logs were written while the stage was destroyed, and late ones were denied: %v; want some, and true",
			writer.written, writer.denied)
	}
	w.Logf("%d objects; %d logs were written during the destruction", objects, writer.written)
}

// A delivery writes logs while the balancer exists, and then waits for the policy that denies late ones.
type delivery struct {
	*world
	bucket  string
	written int
	denied  bool
}

func (d *delivery) run(ctx context.Context) {
	for ctx.Err() == nil && !d.denied {
		balancers := 0
		things, err := d.d.Resources(ctx)
		if err != nil {
			continue // the test is over
		}
		for _, thing := range things {
			if thing.Kind == "load balancer" {
				balancers++
			}
		}
		if balancers == 0 {
			d.denied = d.denies(ctx)
			continue
		}
		if status, _ := d.try(ctx, http.MethodPut, fmt.Sprintf("/%s%sduring-%d.log.gz", d.bucket, logPrefix, d.written), "late"); status == http.StatusOK {
			d.written++
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// denies tells whether the bucket's policy lets nobody write.
func (d *delivery) denies(ctx context.Context) bool {
	_, text := d.try(ctx, http.MethodGet, "/"+d.bucket+"?policy", "")
	var policy struct {
		Statement []struct {
			Effect           string
			Principal        any
			Action, Resource any
		}
	}
	if json.Unmarshal([]byte(text), &policy) != nil {
		return false
	}
	for _, s := range policy.Statement {
		actions, _ := s.Action.([]any)
		if s.Effect == "Deny" && s.Principal == "*" && slices.Contains(actions, any("s3:PutObject")) {
			return true
		}
	}
	return false
}

// bucket is the one of the logs.
func (w *world) bucket() string {
	w.Helper()
	names := stage.Names(w.T, w.d.Emulator, "bucket")
	if len(names) != 1 {
		w.Fatalf("the buckets are %v, want one", names)
	}
	return names[0]
}

// versions counts what is on the first page of a bucket's versions.
func (w *world) versions(bucket string) (versions, markers int) {
	w.Helper()
	var page struct {
		Version, DeleteMarker []struct{ Key string }
	}
	stage.Must(w.T, xml.Unmarshal([]byte(w.s3(http.MethodGet, "/"+bucket+"?versions", "")), &page))
	return len(page.Version), len(page.DeleteMarker)
}

// s3 speaks to S3 itself, as the emulator has no need of the SDK's client, which takes longer to compile than all others.
func (w *world) s3(method, path, body string) string {
	w.Helper()
	status, text := w.try(w.Context(), method, path, body)
	if status/100 != 2 {
		w.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	return text
}

func (w *world) try(ctx context.Context, method, path, body string) (status int, text string) {
	request, err := http.NewRequestWithContext(ctx, method, w.d.URL()+path, strings.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err.Error()
	}
	return response.StatusCode, string(answer)
}

// TestProtectKeepsLogs turns protect on for a stage that has logs, and destroys it.
func TestProtectKeepsLogs(t *testing.T) {
	w := begin(t)
	w.must(w.d.Deploy(t.Context()))
	key := "/" + w.bucket() + logPrefix + "kept.log.gz"
	w.s3(http.MethodPut, key, "a log")

	// What empties the bucket goes with this deployment, and must not empty it.
	w.d.Context = []string{"protect=true"}
	w.must(w.d.Deploy(t.Context()))
	w.wantLog(key)

	before := w.count()
	w.said.Reset()
	if err := w.d.Destroy(t.Context()); err == nil {
		t.Fatal("a protected stage was destroyed")
	}
	if said := w.said.String(); !strings.Contains(said, "TerminationProtection") {
		t.Errorf("the toolkit does not say what keeps it from destroying:\n%s", said)
	}
	if gone := before.without(w.count()); len(gone) > 0 {
		t.Errorf("refused, and gone all the same: %q", gone)
	}
	w.wantAnswers()
	w.wantLog(key)

	w.must(w.d.Unprotect(t.Context()))
	w.must(w.d.Destroy(t.Context()))
	if left := w.count().without(w.empty); !slices.Equal(left, []string{"bucket " + w.bucket()}) {
		t.Errorf("left: %q, want the bucket alone", left)
	}
	w.wantLog(key)
}

func (w *world) wantLog(key string) {
	w.Helper()
	if text := w.s3(http.MethodGet, key, ""); text != "a log" {
		w.Errorf("%s is %q", key, text)
	}
}
