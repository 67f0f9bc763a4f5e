package lifecycle

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/stage"
)

// TestBucketPolicies shows that the emulator's S3 rejects what a bucket policy denies everyone, and
// allows log delivery only what a policy allows it, as AWS does. TestChanges of test/faults relies
// on it.
func TestBucketPolicies(t *testing.T) {
	t.Parallel()
	e := start(t, copyClone(t))
	const (
		logs    = `{"Effect":"Allow","Principal":{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::logs/alb/*"}`
		writes  = `{"Effect":"Deny","Principal":"*","Action":["s3:PutObject"],"Resource":["arn:aws:s3:::logs/*"]}`
		listing = `{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:ListBucket","Resource":"arn:aws:s3:::logs"}`
		plain   = `{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*","Resource":["arn:aws:s3:::logs","arn:aws:s3:::logs/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}`
		someone = `{"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"s3:*","Resource":"arn:aws:s3:::logs/*"}`
	)
	for _, test := range []struct {
		name       string
		statements []string
		// The status of a request: 200 or 204 where it is allowed.
		put, list, deliver, deliverElsewhere int
	}{
		{"no policy", nil, 200, 200, 403, 403},
		{"log delivery", []string{logs}, 200, 200, 200, 403},
		{"writes denied", []string{logs, writes}, 403, 200, 403, 403},
		{"listing denied", []string{logs, listing}, 200, 403, 200, 403},
		{"plain HTTP denied", []string{logs, plain}, 200, 200, 200, 403}, // requests count as encrypted
		{"somebody else denied", []string{logs, someone}, 200, 200, 200, 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantS3(t, e, http.MethodPut, "/logs", "", 200)
			wantS3(t, e, http.MethodPut, "/logs/old", "an object", 200)
			if test.statements != nil {
				wantS3(t, e, http.MethodPut, "/logs?policy", `{"Version":"2012-10-17","Statement":[`+strings.Join(test.statements, ",")+`]}`, 204)
			}
			wantS3(t, e, http.MethodPut, "/logs/new", "an object", test.put)
			wantS3(t, e, http.MethodGet, "/logs/old", "", 200)
			wantS3(t, e, http.MethodGet, "/logs", "", test.list)
			wantDelivered(t, e, "logs", "alb/log", test.deliver)
			wantDelivered(t, e, "logs", "elsewhere/log", test.deliverElsewhere)
			for _, key := range []string{"old", "new", "alb/log"} {
				wantS3(t, e, http.MethodDelete, "/logs/"+key, "", 204)
			}
			wantS3(t, e, http.MethodDelete, "/logs", "", 204)
			wantDelivered(t, e, "logs", "alb/log", 404)
		})
	}
}

// wantS3 sends a request to S3 and fails the test unless it gets this status.
func wantS3(t *testing.T, e *emulator.Emulator, method, path, body string, want int) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, e.URL()+path, strings.NewReader(body))
	stage.Must(t, err)
	response, err := http.DefaultClient.Do(request)
	stage.Must(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	stage.Must(t, err)
	if response.StatusCode != want {
		t.Fatalf("%s %s: %d, want %d: %s", method, path, response.StatusCode, want, text)
	}
}
