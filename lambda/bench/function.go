package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/internal/runtimeapi"
)

// function is one of the programs, with what was measured of it.
type function struct {
	name   string
	args   []string
	start  []float64            // ms
	memory []float64            // MB
	rates  map[string][]float64 // events per second, by load
}

// build builds the Go programs as the application does, and returns all of them: ours, json.RawMessage, Node.js and ours on
// lambda.Start.
func build(ctx context.Context, dir, node string) (functions []*function, version string, err error) {
	if node, err = filepath.Abs(node); err != nil {
		return nil, "", err
	}
	out, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, "", fmt.Errorf("%w; run npm ci, or name another with -node", err)
	}
	compile := func(name, path string) (*function, error) {
		program := filepath.Join(dir, filepath.Base(path))
		cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", program, path)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%w\n%s", err, out)
		}
		return &function{name: name, args: []string{program}, rates: map[string][]float64{}}, nil
	}
	echo, err := compile("echo", "./lambda/echo")
	if err != nil {
		return nil, "", err
	}
	raw, err := compile("json.RawMessage", "./lambda/bench/rawmessage")
	if err != nil {
		return nil, "", err
	}
	start, err := compile("echo on lambda.Start", "./lambda/bench/lambdastart")
	if err != nil {
		return nil, "", err
	}
	script, err := filepath.Abs("lambda/bench/node/index.js")
	if err != nil {
		return nil, "", err
	}
	peer := &function{name: "Node.js", args: []string{node, script}, rates: map[string][]float64{}}
	return []*function{echo, raw, peer, start}, strings.TrimSpace(string(out)), nil
}

// limit is how long a function may take for anything.
const limit = time.Minute

// run starts the function, waits for its first poll, and gives it to use. It is stopped afterwards.
func (f *function) run(ctx context.Context, keepBodies bool, use func(server *runtimeapi.Server, pid int, start time.Duration) error) error {
	server, err := runtimeapi.Listen(ctx, keepBodies)
	if err != nil {
		return err
	}
	defer func() { _ = server.Close() }()
	cmd := exec.CommandContext(ctx, f.args[0], f.args[1:]...)
	cmd.Env = append(os.Environ(), "AWS_LAMBDA_RUNTIME_API="+server.Address())
	cmd.Stderr = os.Stderr
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	polled, err := server.WaitPoll(limit)
	if err != nil {
		return err
	}
	return use(server, cmd.Process.Pid, polled.Sub(began))
}
