// Command bench measures the built echo function through the Lambda Runtime API, beside two peers that do the same: one on
// Node.js and one in Go with encoding/json. It prints a table with the ratios.
//
//	go run ./lambda/bench
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	node := flag.String("node", "node_modules/.bin/node", "Node.js, as npm ci puts it there")
	rounds := flag.Int("rounds", 5, "rounds of each measurement; the median counts")
	flag.Parse()
	if err := run(*node, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// function is one of the programs that are measured.
type function struct {
	name string
	args []string
}

func run(node string, rounds int) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	functions, err := build(dir, node)
	if err != nil {
		return err
	}
	version, err := exec.Command(node, "--version").Output()
	if err != nil {
		return fmt.Errorf("%s: %w; run npm ci", node, err)
	}
	fmt.Printf("Node.js %s", version)
	report := make([]result, len(functions))
	for range rounds {
		for i, f := range functions {
			if err := f.measure(context.Background(), &report[i]); err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
		}
	}
	print(functions, report)
	return nil
}

// build builds the Go programs as the application does.
func build(dir, node string) ([]function, error) {
	node, err := filepath.Abs(node)
	if err != nil {
		return nil, err
	}
	var functions []function
	for _, f := range []struct{ name, path string }{{"echo", "./lambda/echo"}, {"json.RawMessage", "./lambda/bench/rawmessage"}} {
		program := filepath.Join(dir, f.name)
		cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", program, f.path)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%w\n%s", err, out)
		}
		functions = append(functions, function{f.name, []string{program}})
	}
	script, err := filepath.Abs("lambda/bench/node/index.js")
	return append(functions, function{"Node.js", []string{node, script}}), err
}

// event returns a REST API event of about the size, whose body is a JSON document, as a client of an API sends it.
func event(size int) []byte {
	const head = `{"resource":"/{proxy+}","path":"/echo","httpMethod":"POST","headers":{"Accept":"*/*","Content-Type":"application/json","Host":"x.execute-api.us-east-1.amazonaws.com","X-Forwarded-For":"10.0.0.1"},"multiValueHeaders":{"Accept":["*/*"],"Content-Type":["application/json"]},"queryStringParameters":null,"requestContext":{"stage":"dev","identity":{"sourceIp":"10.0.0.1"},"requestId":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef"},"body":"`
	const item = `{\"id\":12345,\"name\":\"Grace Hopper\",\"address\":\"1 Navy Yard, Arlington, Virginia\",\"tags\":[\"admiral\",\"compiler\"]},`
	const tail = `","isBase64Encoded":false}`
	n := max(0, (size-len(head)-len(tail))/len(item))
	if *text {
		return []byte(head + strings.Repeat("The quick brown fox jumps over the lazy dog. ", (size-len(head)-len(tail))/45) + tail)
	}
	return []byte(head + strings.Repeat(item, n) + tail)
}

var text = flag.Bool("text", false, "bodies of plain text")

var events = map[string][]byte{}

func median(values []float64) float64 {
	s := bytes.Clone(nil)
	_ = s
	v := append([]float64(nil), values...)
	for i := range v {
		for j := i; j > 0 && v[j] < v[j-1]; j-- {
			v[j], v[j-1] = v[j-1], v[j]
		}
	}
	return v[len(v)/2]
}

var _ = time.Now
