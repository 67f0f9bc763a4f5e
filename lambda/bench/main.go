// Command bench measures the built echo function through the Lambda Runtime API, beside peers that give the same answers:
// one on Node.js with JSON.parse and JSON.stringify, one in Go with json.RawMessage, and the echo itself on lambda.Start of
// aws-lambda-go. It prints what each reaches and the ratios that are promised, and fails if one is not kept.
//
//	npm ci
//	go run ./lambda/bench
//
// The functions take turns, so that what else the machine does befalls all of them, and medians count. Their log goes to
// /dev/null; only the echo, in both its forms, has one.
//
// Exit codes: 0 if all that is promised is kept, 1 if something is not or failed, 2 if the command line is wrong. The Go
// command reports each but 0 as 1.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
)

func main() {
	node := flag.String("node", "node_modules/.bin/node", "the Node.js to measure against, as npm ci puts it there")
	rounds := flag.Int("rounds", 5, "how often each rate is measured")
	starts := flag.Int("starts", 15, "how often each start is measured")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *node, *rounds, *starts)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, node string, rounds, starts int) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	functions, version, err := build(ctx, dir, node)
	if err != nil {
		return err
	}
	for _, f := range functions {
		if err := f.check(ctx); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	for range starts {
		for _, f := range functions {
			if err := f.measureStart(ctx); err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
		}
	}
	for range rounds {
		for _, load := range loads {
			for _, f := range functions {
				if err := f.measureRate(ctx, load); err != nil {
					return fmt.Errorf("%s, %s: %w", f.name, load.name, err)
				}
			}
		}
	}
	return report(functions, version)
}

// report prints the measurements, and the ratios beside their goals.
func report(functions []*function, version string) error {
	fmt.Printf("Through the Lambda Runtime API, medians (Node.js %s):\n\n", version)
	fmt.Printf("| function | start, ms | 1 KB, events/s | 1 MB of JSON, events/s | 1 MB of text, events/s | peak memory, MB |\n|---|---|---|---|---|---|\n")
	for _, f := range functions {
		fmt.Printf("| %s | %.1f | %.0f | %.0f | %.0f | %.1f |\n", f.name, median(f.start), median(f.rates["1KB"]), median(f.rates["json"]), median(f.rates["text"]), median(f.memory))
	}
	echo, raw, node := functions[0], functions[1], functions[2]
	rate := func(f *function, load string) float64 { return median(f.rates[load]) }
	missed := 0
	fmt.Printf("\n| ratio | measured | goal |\n|---|---|---|\n")
	for _, r := range []struct {
		name        string
		ratio, goal float64
	}{
		{"rate to Node.js, 1 MB of JSON", rate(echo, "json") / rate(node, "json"), 3},
		{"rate to Node.js, 1 MB of text", rate(echo, "text") / rate(node, "text"), 3},
		{"rate to json.RawMessage, 1 MB of JSON", rate(echo, "json") / rate(raw, "json"), 5},
		{"rate to json.RawMessage, 1 MB of text", rate(echo, "text") / rate(raw, "text"), 5},
		{"rate to Node.js, 1 KB", rate(echo, "1KB") / rate(node, "1KB"), 1},
		{"rate to json.RawMessage, 1 KB", rate(echo, "1KB") / rate(raw, "1KB"), 1},
		{"Node.js' peak memory to ours, 1 MB", median(node.memory) / median(echo.memory), 4},
		{"Node.js' start to ours", median(node.start) / median(echo.start), 6},
	} {
		verdict := ""
		if r.ratio < r.goal {
			verdict, missed = " **missed**", missed+1
		}
		fmt.Printf("| %s | %.1f | %.0f%s |\n", r.name, r.ratio, r.goal, verdict)
	}
	if missed > 0 {
		return fmt.Errorf("%d of the ratios are below their goals", missed)
	}
	return nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
