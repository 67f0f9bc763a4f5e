package faults

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/test/internal/stage"
)

// How many log objects there are, without and with -long. CDK's function lists and deletes a
// thousand at a time.
const (
	fewObjects  = 150
	manyObjects = 3000
)

const logPrefix = "alb/AWSLogs/000000000000/elasticloadbalancing/us-east-1/2026/01/01/"

// destroyWhileLogsAreWritten fills the bucket with objects, older versions and delete markers, and
// destroys the stage while log delivery goes on writing as fast as it can until nothing is left. On
// AWS the load balancer writes a last log minutes after it is gone. What must hold: the writes are
// denied before the bucket is emptied, and stay denied, or the bucket could not be deleted.
func (w *world) destroyWhileLogsAreWritten() {
	w.Helper()
	bucket := w.bucket()
	objects := fewObjects
	if *long {
		objects = manyObjects
	}
	w.s3(http.MethodPut, "/"+bucket+"?versioning", `<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>`)
	for i := range objects {
		key := fmt.Sprintf("%s/%s%05d.log.gz", bucket, logPrefix, i)
		w.s3(http.MethodPut, "/"+key, "first")
		w.s3(http.MethodPut, "/"+key, "second")
		if i%3 == 0 {
			w.s3(http.MethodDelete, "/"+key, "")
		}
	}
	if versions, markers := w.versions(bucket); versions+markers < min(1000, 2*objects) || versions == 0 || markers == 0 {
		w.Fatalf("the bucket has %d versions and %d delete markers: nothing to empty", versions, markers)
	}

	d := &delivery{world: w, bucket: bucket}
	if status := d.deliver(w.Context()); status != http.StatusOK {
		w.Fatalf("log delivery is denied while the stage is up: %d", status)
	}
	ctx, stop := context.WithCancel(w.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			d.deliver(ctx)
		}
	}()
	err := w.d.Destroy(w.Context())
	stop()
	<-done
	w.must(err)
	w.wantNothing()
	if d.late > 0 {
		w.Errorf("%d logs were written after one had been denied", d.late)
	}
	w.Logf("%d objects; %d logs were written in the meantime, %d were denied", objects, d.written, d.denied)
}

// A delivery writes logs, and counts those that the bucket accepts, those that it denies, and those
// that it accepts after it has denied one.
type delivery struct {
	*world
	bucket                string
	written, denied, late int
}

func (d *delivery) deliver(ctx context.Context) (status int) {
	status, err := stage.DeliverLog(ctx, d.d.Emulator, d.bucket, fmt.Sprintf("%sduring-%d.log.gz", logPrefix, d.written))
	switch {
	case err != nil: // the test has ended
	case status == http.StatusForbidden:
		d.denied++
	case status == http.StatusOK && d.denied > 0:
		d.late++
	case status == http.StatusOK:
		d.written++
	}
	return status
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

// s3 sends a request to S3 without the SDK's client for it, which takes longer to compile than all
// others.
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
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err.Error()
	}
	return response.StatusCode, string(content)
}

// TestProtectKeepsLogs turns protect on for a stage that has logs, and destroys it, which takes
// Unprotect, as local's down uses it. What is left is what the templates retain.
func TestProtectKeepsLogs(t *testing.T) {
	t.Parallel()
	w := begin(t)
	w.must(w.d.Deploy(t.Context()))
	key := "/" + w.bucket() + "/" + logPrefix + "retained.log.gz"
	w.s3(http.MethodPut, key, "a log")

	// The auto-delete function is deleted by this deployment, and must not empty the bucket.
	w.d.Context = []string{"protect=true"}
	w.must(w.d.Deploy(t.Context()))
	w.wantLog(key)
	retained, err := w.d.Retained(t.Context())
	w.must(err)
	if !slices.Equal(retained, []string{w.bucket()}) {
		t.Errorf("the templates retain %q, want the bucket alone", retained)
	}

	before := w.count()
	w.output.Reset()
	if err := w.d.Destroy(t.Context()); err == nil {
		t.Fatal("a protected stage was destroyed")
	}
	if said := w.output.String(); !strings.Contains(said, "TerminationProtection") {
		t.Errorf("the toolkit does not say why it does not destroy the stacks:\n%s", said)
	}
	if gone := before.without(w.count()); len(gone) > 0 {
		t.Errorf("rejected, and gone nevertheless: %q", gone)
	}
	w.wantResponses()
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
