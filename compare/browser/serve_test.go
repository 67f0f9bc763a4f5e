package browser

import (
	"bufio"
	"context"
	"crypto/tls"
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

// served is the app of the tests of serve, as the command serves it.
type served struct {
	page   string            // address of the page
	fronts map[string]string // addresses of the front ends, by name
	stop   func()            // ends the command
}

var (
	pageLine  = regexp.MustCompile(`the requests, live, are at (http://127\.0\.0\.1:\d+/)`)
	frontLine = regexp.MustCompile(`^  (shop\S*(?: HTTPS?:\d+)?) +(https?://127\.0\.0\.1:\d+)/`)
)

// serve starts the command, until the test ends.
func serve(t *testing.T) *served {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	// In the module, where the imports of the functions are found.
	if err := os.MkdirAll(filepath.Join(root, ".local"), 0o755); err != nil {
		t.Fatal(err)
	}
	work, err := os.MkdirTemp(filepath.Join(root, ".local"), "browser") //nolint:usetesting // it is in the module
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(work) })
	dir := filepath.Join(work, "shop")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "local", "serve", "testdata", "app"))); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(work, "serve")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./local/serve")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "serve", "--app", dir)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // what it said says why
		_ = in.Close()
		close(ended)
	}()
	s := &served{fronts: map[string]string{}, stop: func() {
		stop()
		<-ended
	}}
	t.Cleanup(s.stop)
	var said strings.Builder
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		said.WriteString(lines.Text() + "\n")
		if m := frontLine.FindStringSubmatch(lines.Text()); m != nil {
			s.fronts[m[1]] = m[2]
		}
		if m := pageLine.FindStringSubmatch(lines.Text()); m != nil {
			s.page = m[1]
		}
		if strings.HasPrefix(lines.Text(), "ready in ") {
			go func() { _, _ = io.Copy(io.Discard, out) }() // so that it can go on writing
			return s
		}
	}
	t.Fatal(said.String())
	return nil
}

const (
	alb     = "shop/Edge/LoadBalancer HTTPS:443"
	albHTTP = "shop/Edge/LoadBalancer HTTP:80"
	api     = "shop/API"
)

var client = &http.Client{
	// The certificates are the command's own, made at start.
	Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// send sends a request to a front end. Headers are lines.
func (s *served) send(t *testing.T, front, method, path, body string, headers ...string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.fronts[front]+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Add(name, value)
	}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
}

// sendAll sends what the pictures show. The last one is the one that is looked at.
func (s *served) sendAll(t *testing.T) {
	t.Helper()
	s.send(t, albHTTP, "GET", "/hello", "")
	s.send(t, alb, "GET", "/hello/error", "")
	s.send(t, alb, "GET", "/script", "")
	s.send(t, alb, "GET", "/login?next=%2Forders", "")
	s.send(t, alb, "GET", "/fixed", "")
	s.send(t, alb, "GET", "/a/path/that/no/rule/matches/and/that/is/too/long/for/a/line/of/the/list/on/any/screen?with=a&query=too", "")
	s.send(t, api, "GET", "/live/orders/17/event?expand=items&tag=a&tag=b%20c", "", "X-Request-Source: browser")
	s.send(t, api, "GET", "/other/orders", "")
	s.send(t, "shop/URL", "GET", "/x/event", "")
	s.send(t, alb, "POST", "/both/orders?page=2&tag=a&tag=caf%C3%A9", `{"article":"mug","count":2,"notes":["fragile","a gift"]}`,
		"Content-Type: application/json", "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.", "Cookie: session=4f2a; theme=dark", "Accept: application/json")
	s.send(t, alb, "POST", "/hello/orders/event?page=2&tag=a&tag=caf%C3%A9", `{"article":"mug","count":2,"notes":["fragile","a gift"]}`,
		"Content-Type: application/json", "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.", "Cookie: session=4f2a; theme=dark", "Accept: application/json")
}

func contains(text string, all ...string) bool {
	for _, part := range all {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
