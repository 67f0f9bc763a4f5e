package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/state"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// finished is a run in which steps passed, failed and were skipped, and something is left.
func finished() *state.State {
	begun := time.Date(2026, 11, 26, 18, 30, 0, 0, time.UTC)
	return &state.State{
		Stage: "p0a1b2c3", Token: "token", Platform: "aws", Account: "123456789012", Region: "eu-central-1", Begun: begun,
		Made: []*state.Made{
			{Kind: state.Stack, Name: "prove-functions-p0a1b2c3", ID: "arn:functions", Gone: true},
			{Kind: state.Stack, Name: "prove-edge-p0a1b2c3", ID: "arn:edge"},
			{Kind: state.TargetGroup, Name: "prove-other-p0a1b2c3"},
		},
		Results: []*state.Result{
			{Step: names.StepDeploy, Status: state.Passed, Begun: begun, Took: 312 * time.Second},
			{Step: names.StepReach, Status: state.Passed, Begun: begun, Took: 1234 * time.Millisecond, Notes: []string{"the load balancer responds: lb.example.com:80"}},
			{Step: names.StepEvents, Status: state.Failed, Begun: begun, Took: 40 * time.Second, Reason: "alb-event: <x>: headers.host is \"a\"; httpsim has \"b\"\nanother", Notes: []string{"67 vectors"}},
			{Step: names.StepTLS, Status: state.Skipped, Begun: begun, Reason: "it needs the step reach"},
		},
	}
}

func TestGolden(t *testing.T) {
	s := finished()
	var text, page bytes.Buffer
	if err := Text(&text, s); err != nil {
		t.Fatal(err)
	}
	if err := Page(&page, s); err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]byte{"report.txt": text.Bytes(), "report.html": page.Bytes()} {
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs, %v; after an intentional change: go test ./test/aws/internal/report -update\n%s", file, err, got)
		}
	}
}

// TestSelfContained: the page loads nothing, runs nothing, and shows what came from outside as
// text.
func TestSelfContained(t *testing.T) {
	var b bytes.Buffer
	if err := Page(&b, finished()); err != nil {
		t.Fatal(err)
	}
	for _, loads := range regexp.MustCompile(`(?i)<script|<link[^>]*href="[^d]|src=|url\(|@import|https?:`).FindAllString(b.String(), -1) {
		t.Errorf("the page has %s", loads)
	}
	if strings.Contains(b.String(), "<x>") || !strings.Contains(b.String(), "&lt;x&gt;") {
		t.Error("a reason is HTML")
	}
}
