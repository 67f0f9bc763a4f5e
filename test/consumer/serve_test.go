package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestServe serves this app by the command that docs/local.md has for other apps, and sends
// requests to its load balancer.
func TestServe(t *testing.T) {
	clone, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(clone, "docs", "local.md"))
	if err != nil {
		t.Fatal(err)
	}
	const documented = "go run ./local serve --app test/consumer"
	if !strings.Contains(string(page), "\n"+documented+"\n") {
		t.Errorf("docs/local.md does not have %s", documented)
	}
	// Built before, so that the process that ends is the command, and not go run.
	program := filepath.Join(t.TempDir(), "serve")
	if output, err := exec.CommandContext(t.Context(), "go", "build", "-C", clone, "-o", program, "./local/serve").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	ctx, stop := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, program, strings.Fields(documented)[3:]...)
	cmd.Dir = clone
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	output, input := io.Pipe()
	cmd.Stdout, cmd.Stderr = input, input
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	lines, found := make(chan string, 1), regexp.MustCompile(`consumer-edge/Balancer/LoadBalancer HTTP:80 +(http://127\.0\.0\.1:\d+)/`)
	read := make(chan struct{})
	go func() {
		defer close(read)
		for scanner := bufio.NewScanner(output); scanner.Scan(); {
			said.WriteString(scanner.Text() + "\n")
			if match := found.FindStringSubmatch(scanner.Text()); match != nil {
				lines <- match[1]
			}
		}
	}()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // what it said says why it ended
		_ = input.Close()
	}()
	t.Cleanup(func() {
		stop()
		<-ended
		<-read
		if t.Failed() {
			t.Log(said.String())
		}
	})
	var address string
	select {
	case address = <-lines:
	case <-ended:
		t.Fatalf("it ended: %s", cmd.ProcessState)
	}
	for _, c := range []struct {
		path, host string
		status     int
		within     string
	}{
		{"/orders/7", "", 200, `"service":"orders"`},
		{"/anything", shopHost, 200, `"service":"storefront"`},
		{"/checkout/cart", "", 200, `"service":"checkout"`},
		{"/ordersx", "", 404, "Not Found"},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = c.host
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || response.StatusCode != c.status || !strings.Contains(string(body), c.within) {
			t.Errorf("%s: %s %s, %v", c.path, response.Status, body, err)
		}
	}
}
