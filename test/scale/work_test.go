package scale

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const many = 100

// asApp is the variable that makes the test binary an app of so many functions, as the toolkit runs
// it: a process that starts a kernel, builds the function and synthesizes.
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
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Println(allocations, memory.Mallocs)
	return nil
}

// allocations begins the line in which the app prints how many it made.
const allocations = "allocations:"

// Work is what an app has to do, in units that do not depend on the machine or on what else it
// does.
type work struct {
	messages    int // from Go to the jsii kernel
	allocations int // of memory, in Go
	builds      int // of a function
}

// measure runs the app with a node and a go that count.
func measure(t *testing.T, functions int) work {
	t.Helper()
	bin := t.TempDir()
	count := func(program, script string) {
		t.Helper()
		real, err := exec.LookPath(program)
		if err != nil {
			t.Fatal(err)
		}
		script = "#!/bin/sh\n" + strings.ReplaceAll(strings.ReplaceAll(script, "REAL", "'"+real+"'"), "BIN", "'"+bin+"'") + "\n"
		if err := os.WriteFile(filepath.Join(bin, program), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	count("node", `tee BIN/messages | REAL "$@"`)
	count("go", `[ "$1" = build ] && echo build >>BIN/builds; exec REAL "$@"`)
	output := run(t, functions, "CDK_VALIDATION=false", "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	w := work{messages: lines(t, filepath.Join(bin, "messages")), builds: lines(t, filepath.Join(bin, "builds"))}
	for line := range strings.Lines(output) {
		if rest, ok := strings.CutPrefix(line, allocations); ok {
			w.allocations, _ = strconv.Atoi(strings.TrimSpace(rest))
		}
	}
	if w.messages == 0 || w.allocations == 0 || w.builds == 0 {
		t.Fatalf("%d functions: %+v: nothing was counted", functions, w)
	}
	t.Logf("%d functions: %d messages, %d allocations, %d builds", functions, w.messages, w.allocations, w.builds)
	return w
}

func lines(t *testing.T, file string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Count(text, []byte("\n"))
}

// TestWorkGrowsWithTheFunctions shows that the second fifty functions are no more work than the
// first fifty: what a function costs does not depend on how many others there are. All functions
// with one source are built once.
func TestWorkGrowsWithTheFunctions(t *testing.T) {
	one, half, all := measure(t, 1), measure(t, many/2), measure(t, many)
	for _, c := range []struct {
		unit           string
		one, half, all int
		bound          float64
	}{
		// A stack of its own for the second fifty.
		{"messages to the kernel", one.messages, half.messages, all.messages, 1.05},
		// Rules are compared in pairs, which is cheap, and maps grow: 1.14.
		{"allocations", one.allocations, half.allocations, all.allocations, 1.3},
	} {
		first, second := float64(c.half-c.one)/(many/2-1), float64(c.all-c.half)/(many/2)
		if second > first*c.bound {
			t.Errorf("%s: %.0f for each of the first functions, %.0f for each of the second, over %.2f times", c.unit, first, second, c.bound)
		}
	}
	if one.builds != all.builds {
		t.Errorf("one function is built %d times, %d with one source %d times", one.builds, many, all.builds)
	}
}

// run runs the app and returns its output.
func run(tb testing.TB, functions int, environment ...string) string {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), os.Args[0])
	cmd.Env = append(slices.Concat(os.Environ(), environment), fmt.Sprintf("%s=%d", asApp, functions), "CDK_OUTDIR="+tb.TempDir())
	output, err := cmd.CombinedOutput()
	if err != nil {
		tb.Fatalf("an app of %d functions: %v\n%s", functions, err, output)
	}
	return string(output)
}

// BenchmarkSynth prints how long the two apps take, CDK's check of the templates included, and the
// ratio:
//
//	go test -run '^$' -bench . -benchtime 3x ./test/scale
//
// All that a busy machine does to a run is to slow it down, so the fastest of a few runs in turns
// says what an app takes.
func BenchmarkSynth(b *testing.B) {
	fastest := map[int]time.Duration{}
	for b.Loop() {
		for _, functions := range []int{1, many} {
			start := time.Now()
			run(b, functions, "CDK_VALIDATION=true")
			if took := time.Since(start); fastest[functions] == 0 || took < fastest[functions] {
				fastest[functions] = took
			}
		}
	}
	b.ReportMetric(fastest[1].Seconds(), "s/one")
	b.ReportMetric(fastest[many].Seconds(), "s/hundred")
	b.ReportMetric(fastest[many].Seconds()/fastest[1].Seconds(), "ratio")
}
