package examples

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// served are requests to the front ends that serve prints, by its name of them; the functions
// respond.
var served = map[string][]request{
	"two-services": {
		{"two-services/Edge/LoadBalancer HTTP:80", "/orders/7", 200, "Orders: /orders/7"},
		{"two-services/Edge/LoadBalancer HTTP:80", "/users/7", 200, "Users: /7"},
	},
	"domain": {
		{"domain/Edge/LoadBalancer HTTPS:443", "https://shop.example.com/a", 200, "shop: /a"},
		{"domain/Edge/LoadBalancer HTTP:80", "http://shop.example.com/a", 301, ""},
	},
	"canary": {{"canary/Edge/LoadBalancer HTTP:80", "/orders/7", 200, "orders: /orders/7"}},
	"shared-load-balancer": {
		{"shared/Edge/LoadBalancer HTTP:80", "http://dev.shop.example.com/a", 200, "shop of dev: /a"},
		{"shared/Edge/LoadBalancer HTTP:80", "http://test.shop.example.com/a", 200, "shop of test: /a"},
	},
	"sign-in": {
		{"sign-in/Edge/LoadBalancer HTTPS:443", "https://office.example.com/api/orders", 401, ""},
		{"sign-in/Edge/LoadBalancer HTTPS:443", "https://office.example.com/", 302, ""},
	},
	"private": {
		{"private/Edge/LoadBalancer HTTP:80", "/ledger/1", 200, "ledger: /ledger/1"},
		{"private/LedgerAPI/API", "/dev/ledger/1", 200, "ledger: /ledger/1"},
	},
	"shop": {
		{"shop-edge/Public/LoadBalancer HTTPS:443", "https://shop.example.com/orders/7", 200, "order 7 of table"},
		{"shop-edge/Public/LoadBalancer HTTPS:443", "https://shop.example.com/office/", 302, ""},
		{"shop-edge/Public/LoadBalancer HTTP:80", "http://shop.example.com/orders/7", 301, ""},
		{"shop-edge/Internal/LoadBalancer HTTP:80", "/orders/8", 200, "order 8 of table"},
	},
	"chi": {
		{"chi/Edge/LoadBalancer HTTP:80", "/orders/7", 200, "order 7"},
		{"chi/API/API", "/dev/orders/7", 200, "order 7"},
		{"chi/API/API", "/dev/ticks", 200, "tick 2"},
	},
}

// programs is the folder of program.
var programs string

// program is local/serve, built once: the process that ends is the command then, and not go run.
var program = sync.OnceValues(func() (string, error) {
	file := filepath.Join(programs, "serve")
	if output, err := exec.CommandContext(context.Background(), "go", "build", "-o", file, "../local/serve").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	return file, nil
})

func TestMain(m *testing.M) {
	var err error
	if programs, err = os.MkdirTemp("", "examples-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(programs)
	os.Exit(code)
}

// documented is the command that docs/local.md has for the shop.
const documented = "go run ./local serve --app examples/shop"

// serve runs the command of docs/local.md on what the app was synthesized to, sends the requests,
// and ends it. The shop is synthesized by the command, as the page has it.
func serve(t *testing.T, name, assembly string) {
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	if len(served[name]) == 0 {
		t.Fatal("no request is sent to what is served of it")
	}
	args := []string{"serve", "--app", "examples/" + name, "--out", assembly}
	if name == "shop" {
		page, err := os.ReadFile("../docs/local.md")
		if err != nil || !strings.Contains(string(page), "\n"+documented+"\n") {
			t.Fatalf("docs/local.md does not have %s: %v", documented, err)
		}
		args = strings.Fields(documented)[3:]
	}
	cmd := exec.CommandContext(context.Background(), file, args...)
	cmd.Dir = ".."
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	ended := make(chan error, 1)
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt) // it may have ended, which the next line says
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
		if t.Failed() {
			t.Log(said.String())
		}
	})
	ready := make(chan map[string]string, 1)
	go func() {
		read(output, &said, ready)
		ended <- cmd.Wait()
	}()
	addresses, ok := <-ready
	if !ok {
		t.Fatal("serve ended before it was ready")
	}
	for _, r := range served[name] {
		address := addresses[r.front]
		if address == "" {
			t.Fatalf("%s is not served; these are: %v", r.front, addresses)
		}
		get(t, address, filepath.Join(name, ".local", "serve", "ca.pem"), r)
	}
}

// read reads what serve prints: the front ends, each with its address, and that it is ready.
func read(output io.Reader, said *strings.Builder, ready chan<- map[string]string) {
	defer close(ready)
	addresses := map[string]string{}
	for scanner := bufio.NewScanner(output); scanner.Scan(); {
		line := scanner.Text()
		said.WriteString(line + "\n")
		if name, address, ok := strings.Cut(line, " http"); ok && strings.HasPrefix(line, "  ") {
			addresses[strings.TrimSpace(name)] = "http" + address
		}
		if strings.HasPrefix(line, "ready in ") {
			ready <- addresses
		}
	}
}

// get sends a request for a host name to the address, and holds it to the certificates that serve
// issues.
func get(t *testing.T, address, authority string, r request) {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	to, err := at.Parse(r.url)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, at.Host)
		},
		TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12},
	}
	defer transport.CloseIdleConnections()
	if pem, err := os.ReadFile(authority); err == nil {
		transport.TLSClientConfig.RootCAs.AppendCertsFromPEM(pem)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, to.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		t.Errorf("%s %s: %v", r.front, r.url, err)
		return
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil || response.StatusCode != r.status || !strings.Contains(string(body), r.says) {
		t.Errorf("%s %s: %s %s, %v; want %d with %s", r.front, r.url, response.Status, body, err, r.status, r.says)
	}
}
