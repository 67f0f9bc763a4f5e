package scale

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// maxRatio is how much longer the app of many functions may take than that of one.
const maxRatio = 3

const many = 100

// asApp is the variable that makes the test binary an app of so many
// functions, as the toolkit runs it: a process that starts a kernel, builds
// the function, synthesizes and lets CDK check the templates.
const asApp = "SCALE_APP_FUNCTIONS"

func runApp(functions string) error {
	n, err := strconv.Atoi(functions)
	if err != nil {
		return err
	}
	app, err := newApp(n, os.Getenv("CDK_OUTDIR"))
	if err != nil {
		return err
	}
	app.Synth(nil)
	return nil
}

// synthTime runs the app once.
func synthTime(t testing.TB, functions int) time.Duration {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(entry string) bool {
		return strings.HasPrefix(entry, "CDK_VALIDATION=")
	}), fmt.Sprintf("%s=%d", asApp, functions), "CDK_OUTDIR="+t.TempDir())
	start := time.Now()
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("an app of %d functions: %v\n%s", functions, err, said)
	}
	return time.Since(start)
}

// times are the fastest runs of the two apps. All that a busy machine does to a
// run is to slow it down, so that a few runs in turns say what the app takes.
type times struct{ one, many time.Duration }

func (t *times) ratio() float64 { return t.many.Seconds() / t.one.Seconds() }

func (t *times) String() string {
	return fmt.Sprintf("1 function: %.2f s, %d functions: %.2f s, ratio %.2f", t.one.Seconds(), many, t.many.Seconds(), t.ratio())
}

// measure runs each app once more.
func (t *times) measure(tb testing.TB) {
	tb.Helper()
	faster := func(best *time.Duration, functions int) {
		if took := synthTime(tb, functions); *best == 0 || took < *best {
			*best = took
		}
	}
	faster(&t.one, 1)
	faster(&t.many, many)
}

func TestManyFunctionsSynthesizeInTime(t *testing.T) {
	const minRounds, maxRounds = 2, 6
	var fastest times
	for round := 1; round <= minRounds || round <= maxRounds && fastest.ratio() > maxRatio; round++ {
		fastest.measure(t)
		t.Logf("round %d: %v", round, &fastest)
	}
	if fastest.ratio() > maxRatio {
		t.Errorf("%v: over the bound of %d", &fastest, maxRatio)
	}
}

// BenchmarkSynth prints the ratio, and the times that it is made of:
//
//	go test -run '^$' -bench . -benchtime 3x ./test/scale
func BenchmarkSynth(b *testing.B) {
	var fastest times
	for b.Loop() {
		fastest.measure(b)
	}
	b.ReportMetric(fastest.one.Seconds(), "s/one")
	b.ReportMetric(fastest.many.Seconds(), "s/hundred")
	b.ReportMetric(fastest.ratio(), "ratio")
}
