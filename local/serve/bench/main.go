//go:build unix

// Command bench measures local/serve: how long it takes to the first response and from saving a
// handler to its new response, how many requests a second it serves through a hundred rules, how
// long they take, and its memory.
//
//	make bench
//	go run ./local/serve/bench
//
// Timings may enter, with goals for two cores that nothing else uses. No test asserts a time.
//
// Exit codes: 0 if no goal is missed, 1 if one is or if it cannot be measured. The Go command
// reports each but 0 as 1.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 3, "how often each start and each save is measured; the median counts")
	seconds := flag.Int("seconds", 5, "how long each load lasts")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *rounds, time.Duration(*seconds)*time.Second)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// result is a row of the table.
type result struct {
	name           string
	measured, goal float64
	unit           string
	least          bool // the goal is the least, and not the most
}

func (r result) missed() bool {
	if r.least {
		return r.measured < r.goal
	}
	return r.measured > r.goal
}

func run(ctx context.Context, rounds int, length time.Duration) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	dir, err := writeApp(root)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	program := filepath.Join(dir, "serve")
	if err := command(ctx, root, "go", "build", "-o", program, "./local/serve"); err != nil {
		return err
	}
	var all []result
	fmt.Fprintln(os.Stderr, "timing the start of this application, and saving a handler")
	first, err := timeStart(ctx, root, true, rounds)
	if err != nil {
		return err
	}
	warm, err := timeStart(ctx, root, false, rounds)
	if err != nil {
		return err
	}
	all = append(all, result{name: "first response, cdk.out current", measured: first, goal: 3, unit: "s"},
		result{name: "first response with a warm synth", measured: warm, goal: 6, unit: "s"})
	p, err := start(ctx, root, program, "serve", "--app", dir, "--out", filepath.Join(dir, "cdk.out"))
	if err != nil {
		return err
	}
	defer p.stop()
	saved, err := p.timeSaves(ctx, filepath.Join(dir, "hello", "main.go"), rounds)
	if err != nil {
		return err
	}
	all = append(all, result{name: "saved handler to its new response", measured: saved, goal: 1, unit: "s"})
	fmt.Fprintln(os.Stderr, "sending requests of 1 KB through 100 rules")
	rate, err := throughput(ctx, p.address, 8, length)
	if err != nil {
		return err
	}
	slow, err := latency(ctx, p.address, 500, length)
	if err != nil {
		return err
	}
	all = append(all, result{name: "requests of 1 KB through 100 rules", measured: rate, goal: 5000, unit: "a second", least: true},
		result{name: "99th percentile at 500 a second", measured: slow, goal: 10, unit: "ms"})
	if memory, err := peak(p.pid()); err == nil { // only Linux says so
		all = append(all, result{name: "peak memory beside the functions", measured: memory, goal: 100, unit: "MB"})
	}
	return report(all)
}

// report prints the table, and fails if a goal is missed.
func report(all []result) error {
	fmt.Println("\n| local/serve | measured | goal |\n|---|---|---|")
	var errs []error
	for _, r := range all {
		word := "at most"
		if r.least {
			word = "at least"
		}
		fmt.Printf("| %s | %.4g %s | %s %.4g |\n", r.name, r.measured, r.unit, word, r.goal)
		if r.missed() {
			errs = append(errs, fmt.Errorf("%s: %.4g %s misses the goal of %s %.4g", r.name, r.measured, r.unit, word, r.goal))
		}
	}
	return errors.Join(errs...)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

type object = map[string]any

// writeApp writes an app with a hundred rules, of which the last one leads to the echo, into a
// folder of the module. It has its templates already.
func writeApp(root string) (string, error) {
	work := filepath.Join(root, ".local")
	if err := os.MkdirAll(work, 0o755); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(work, "bench")
	if err != nil {
		return "", err
	}
	function := object{"Type": "AWS::Lambda::Function", "Properties": object{"Runtime": "provided.al2023", "Timeout": 10}}
	resources := object{"Hello": function, "Echo": function,
		"LB": object{"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": object{}},
		"Listener": object{"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": object{"LoadBalancerArn": object{"Ref": "LB"}, "Port": 80, "Protocol": "HTTP",
			"DefaultActions": []any{object{"Type": "fixed-response", "FixedResponseConfig": object{"StatusCode": "404"}}}}},
	}
	for _, name := range []string{"Hello", "Echo"} {
		resources[name+"Group"] = object{"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": object{"TargetType": "lambda",
			"Targets": []any{object{"Id": object{"Fn::GetAtt": []any{name, "Arn"}}}}}}
	}
	for i := range 100 {
		path, group := fmt.Sprintf("/hello%d", i), "HelloGroup"
		if i == 99 {
			path, group = "/echo", "EchoGroup"
		}
		resources[fmt.Sprintf("Rule%d", i)] = object{"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": object{
			"ListenerArn": object{"Ref": "Listener"}, "Priority": i + 1,
			"Conditions": []any{object{"Field": "path-pattern", "Values": []any{path, path + "/*"}}},
			"Actions":    []any{object{"Type": "forward", "TargetGroupArn": object{"Ref": group}}}}}
	}
	built := func(id, pkg string) []any {
		return []any{object{"type": "aws:cdk:logicalId", "data": id}, object{"type": "alb-lambda:gofunction", "data": object{"Package": pkg}}}
	}
	manifest := object{"artifacts": object{"bench": object{"type": "aws:cloudformation:stack", "properties": object{"templateFile": "bench.template.json"},
		"metadata": object{"/bench/Hello": built("Hello", "./hello"), "/bench/Echo": built("Echo", filepath.Join(root, "lambda", "echo"))}}}}
	err = errors.Join(
		os.Mkdir(filepath.Join(dir, "hello"), 0o755), os.Mkdir(filepath.Join(dir, "cdk.out"), 0o755),
		writeFile(dir, "cdk.json", object{"app": "false"}),
		writeFile(dir, "cdk.out/manifest.json", manifest),
		writeFile(dir, "cdk.out/bench.template.json", object{"Resources": resources}),
		os.WriteFile(filepath.Join(dir, "hello", "main.go"), []byte(hello), 0o644))
	return dir, err
}

func writeFile(dir, name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), text, 0o644)
}

// hello is a service as lambdahttp has it, whose response is changed.
const hello = `package main

import (
	"fmt"
	"net/http"

	"example.com/alb-lambda/lambda/lambdahttp"
)

func main() {
	_ = lambdahttp.ListenAndServe(":0", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "version 0") }))
}
`
