// Command bench measures the built echo function through the Lambda Runtime API, next to peers that
// give the same responses: one on Node.js with JSON.parse and JSON.stringify, one in Go with
// json.RawMessage, and the echo itself on lambda.Start of aws-lambda-go. It also measures a
// streamed response of package lambdahttp. It prints the figures and the goals, and fails if one is
// missed. The comparison of package lambdahttp with other adapters has other dependencies, and so
// is a module of its own: lambda/bench/peers.
//
//	npm ci
//	go run ./lambda/bench
//
// The functions take turns, so that what else the machine does affects all of them, and medians
// count. Their log goes to /dev/null; only the echo, in both its forms, has one.
//
// Exit codes: 0 if all goals are met, 1 if one is missed or something failed, 2 if the command line
// is wrong. The Go command reports each but 0 as 1.
//
// What measures the function from outside, over the Runtime API, may enter. The function's own
// tests are in its package.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	"example.com/alb-lambda/lambda/internal/measure"
)

func main() {
	node := flag.String("node", "node_modules/.bin/node", "the Node.js to measure against, as npm ci installs it there")
	rounds := flag.Int("rounds", 15, "how often each rate is measured")
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
	stream, err := measure.Build(ctx, dir, "stream", "./lambda/bench/stream")
	if err != nil {
		return err
	}
	for _, f := range functions {
		if err := check(ctx, f); err != nil {
			return err
		}
	}
	for range starts {
		for _, f := range functions {
			if err := f.MeasureStart(ctx); err != nil {
				return err
			}
		}
	}
	for range rounds {
		for _, load := range loads {
			for _, f := range functions {
				if err := f.MeasureRate(ctx, load, len(load.Event)); err != nil {
					return err
				}
			}
		}
	}
	return errors.Join(report(functions, version), streams(ctx, stream))
}

// build builds the Go programs, and returns all functions: ours, json.RawMessage, Node.js and ours
// on lambda.Start.
func build(ctx context.Context, dir, node string) (functions []*measure.Function, version string, err error) {
	if node, err = filepath.Abs(node); err != nil {
		return nil, "", err
	}
	out, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, "", fmt.Errorf("%w; run npm ci, or name another with -node", err)
	}
	script, err := filepath.Abs("lambda/bench/node/index.js")
	if err != nil {
		return nil, "", err
	}
	for _, f := range []struct{ name, folder string }{
		{"echo", "./lambda/echo"}, {"json.RawMessage", "./lambda/bench/rawmessage"}, {"Node.js", ""}, {"echo on lambda.Start", "./lambda/bench/lambdastart"},
	} {
		function := measure.New(f.name, node, script)
		if f.folder != "" {
			if function, err = measure.Build(ctx, dir, f.name, f.folder); err != nil {
				return nil, "", err
			}
		}
		functions = append(functions, function)
	}
	return functions, strings.TrimSpace(string(out)), nil
}

// report prints the measurements, and the ratios with their goals.
func report(functions []*measure.Function, version string) error {
	fmt.Printf("Through the Lambda Runtime API, medians (Node.js %s):\n\n", version)
	fmt.Printf("| function | start, ms | 1 KB, events/s | 1 MB of JSON, events/s | 1 MB of text, events/s | peak memory, MB |\n|---|---|---|---|---|---|\n")
	for _, f := range functions {
		fmt.Printf("| %s | %.1f | %.0f | %.0f | %.0f | %.1f |\n", f.Name, measure.Median(f.Start), f.Rate("1KB"), f.Rate("json"), f.Rate("text"), f.MostMemory("json", "text"))
	}
	echo, raw, node, start := functions[0], functions[1], functions[2], functions[3]
	return measure.Report("ratio", []measure.Goal{
		{Name: "rate to Node.js, 1 MB of JSON", Value: echo.Rate("json") / node.Rate("json"), Goal: 3},
		{Name: "rate to Node.js, 1 MB of text", Value: echo.Rate("text") / node.Rate("text"), Goal: 3},
		{Name: "rate to json.RawMessage, 1 MB of JSON", Value: echo.Rate("json") / raw.Rate("json"), Goal: 5},
		{Name: "rate to json.RawMessage, 1 MB of text", Value: echo.Rate("text") / raw.Rate("text"), Goal: 5},
		{Name: "rate to Node.js, 1 KB", Value: echo.Rate("1KB") / node.Rate("1KB"), Goal: 1},
		{Name: "rate to json.RawMessage, 1 KB", Value: echo.Rate("1KB") / raw.Rate("1KB"), Goal: 1},
		{Name: "rate to lambda.Start, 1 KB", Value: echo.Rate("1KB") / start.Rate("1KB"), Goal: 1.7},
		{Name: "rate to lambda.Start, 1 MB of JSON", Value: echo.Rate("json") / start.Rate("json"), Goal: 2.5},
		{Name: "lambda.Start's peak memory to ours, 1 MB", Value: start.MostMemory("json", "text") / echo.MostMemory("json", "text"), Goal: 2},
		{Name: "Node.js' peak memory to ours, 1 MB", Value: node.MostMemory("json", "text") / echo.MostMemory("json", "text"), Goal: 4},
		{Name: "Node.js' start to ours", Value: measure.Median(node.Start) / measure.Median(echo.Start), Goal: 6},
	})
}
