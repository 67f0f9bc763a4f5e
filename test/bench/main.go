// Command bench measures how long the application makes its users wait: the toolkit's synth, ls and diff, and the way from
// an edit of the function to its answer on the emulator. Beside synth stand the same stacks in plain JavaScript and in
// the toolkit's TypeScript template (peer), run in turns with ours; before they are timed, their templates are compared.
//
//	make bench
//	go run ./test/bench -rounds 9
//
// Exit codes: 0 if all was measured, 1 if something failed, 2 if the command line is wrong. The Go command reports each but
// 0 as 1.
package main

import (
	"context"
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
		for _, app := range apps {
			if err := timings.time("synth, "+app.name, func() error { return app.synth(ctx) }); err != nil {
				return err
			}
		}
		if err := timings.time("ls", func() error { return apps[0].toolkit(ctx, "ls") }); err != nil {
			return err
		}
	}
	say("deploying to an emulator, and timing diff and an edit")
	if err := timeLocal(ctx, root, filepath.Join(out, "clone"), rounds, timings); err != nil {
		return err
	}
	timings.print(os.Stdout)
	fmt.Println()
	timings.compare(os.Stdout, "synth, Go", "synth, JavaScript", "1.05")
	timings.compare(os.Stdout, "synth, Go", "synth, TypeScript", "0.33")
	timings.compare(os.Stdout, "synth, Go", "synth, ts-node", "0.33")
	timings.compare(os.Stdout, "ls", "synth, Go", "0.60")
	return nil
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

// compare prints how two commands relate.
func (t *table) compare(out io.Writer, name, other, goal string) {
	_, _ = fmt.Fprintf(out, "%-36s %.2f, goal: at most %s\n", name+" / "+other, t.median(name)/t.median(other), goal)
}
