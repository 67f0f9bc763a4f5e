// Command bench measures how long the application makes its users wait: the toolkit's synth, ls and
// diff, and the time from an edit of the function to its response on the emulator. Beside synth
// stand the same stacks in plain JavaScript and in the toolkit's TypeScript template (peer), run in
// turns with ours; before they are timed, their templates are compared.
//
//	make bench
//	go run ./test/bench -rounds 9
//
// Exit codes: 0 if all was measured and no goal is missed, 1 if not, 2 if the command line is
// wrong. The Go command reports each but 0 as 1.
//
// Timings may enter, with goals that hold on any machine. No test asserts a time.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"time"

	"example.com/alb-lambda/local/setup"
)

func main() {
	rounds := flag.Int("rounds", 5, "runs of each command; the median counts")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *rounds)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rounds int) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	say := func(line string) { fmt.Fprintln(os.Stderr, line) }
	if err := setup.Ensure(ctx, root, say); err != nil {
		return err
	}
	out, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(out) }()
	say("preparing the peers, and synthesizing each once")
	apps, err := preparePeers(ctx, root, out)
	if err != nil {
		return err
	}
	say(fmt.Sprintf("timing synth and ls, %d rounds", rounds))
	timings := newTable()
	for range rounds {
		if err := timings.synths(ctx, apps); err != nil {
			return err
		}
	}
	say("deploying to an emulator, and timing diff and an edit")
	if err := timeLocal(ctx, root, filepath.Join(out, "clone"), rounds, timings); err != nil {
		return err
	}
	timings.print(os.Stdout)
	fmt.Println()
	return timings.compare(os.Stdout)
}

// goals of the application. A ratio is to what plain JavaScript takes in the same run, so that it
// says the same on any machine; a time is for two cores.
var goals = []struct {
	name, other string // without other the goal is in seconds
	most        float64
}{
	{"synth, nothing changed", "synth, JavaScript", 0.60},
	{"synth, function edited", "synth, JavaScript", 0.60},
	{"synth, one template changed", "synth, JavaScript", 0.85},
	{"synth, all templates changed", "synth, JavaScript", 1.05},
	{"synth, nothing changed", "synth, TypeScript", 0.45},
	{"ls", "synth, JavaScript", 0.45},
	{"diff", "diff, JavaScript", 0.65},
	{"local up, function edited", "", 3.5},
}

// synths times one synth of each app. Ours is timed with the findings of all templates remembered,
// of all but one, and of none.
func (t *table) synths(ctx context.Context, apps []app) error {
	ours := apps[0]
	for _, c := range []struct {
		name   string
		forget int
	}{{"synth, nothing changed", 0}, {"synth, one template changed", 1}, {"synth, all templates changed", 3}} {
		if err := ours.forget(c.forget); err != nil {
			return err
		}
		if err := t.time(c.name, func() error { return ours.synth(ctx) }); err != nil {
			return err
		}
	}
	for _, peer := range apps[1:] {
		if err := t.time("synth, "+peer.name, func() error { return peer.synth(ctx) }); err != nil {
			return err
		}
	}
	return t.time("ls", func() error { return ours.toolkit(ctx, "ls") })
}

// A table has the seconds of each command.
type table struct {
	names   []string
	seconds map[string][]float64
}

func newTable() *table { return &table{seconds: map[string][]float64{}} }

func (t *table) time(name string, what func() error) error {
	start := time.Now()
	if err := what(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if t.seconds[name] == nil {
		t.names = append(t.names, name)
	}
	t.seconds[name] = append(t.seconds[name], time.Since(start).Seconds())
	return nil
}

func (t *table) median(name string) float64 {
	sorted := slices.Sorted(slices.Values(t.seconds[name]))
	return sorted[len(sorted)/2]
}

func (t *table) print(out io.Writer) {
	_, _ = fmt.Fprintf(out, "%-28s %8s %8s %8s\n", "seconds", "median", "least", "most")
	for _, name := range t.names {
		all := t.seconds[name]
		_, _ = fmt.Fprintf(out, "%-28s %8.2f %8.2f %8.2f\n", name, t.median(name), slices.Min(all), slices.Max(all))
	}
}

// compare prints each goal beside what was measured, and fails where one is missed.
func (t *table) compare(out io.Writer) error {
	_, _ = fmt.Fprintf(out, "%-52s %8s %8s\n", "", "measured", "at most")
	var missed []error
	for _, goal := range goals {
		name, measured := goal.name+", seconds", t.median(goal.name)
		if goal.other != "" {
			name, measured = goal.name+" / "+goal.other, measured/t.median(goal.other)
		}
		_, _ = fmt.Fprintf(out, "%-52s %8.2f %8.2f\n", name, measured, goal.most)
		if measured > goal.most {
			missed = append(missed, fmt.Errorf("%s: %.2f is over the goal of %.2f", name, measured, goal.most))
		}
	}
	return errors.Join(missed...)
}
