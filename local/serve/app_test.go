package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/local/internal/frontends"
	"example.com/alb-lambda/local/internal/project"
)

const (
	httpName  = "shop/Edge/LoadBalancer HTTP:80"
	httpsName = "shop/Edge/LoadBalancer HTTPS:443"
)

// servedApp is an app that is served, and what the command says.
type servedApp struct {
	*testing.T
	*session
	dir    string
	said   *lines
	client *http.Client
	ended  chan struct{} // closed when the command has ended
}

// lines is what the command prints.
type lines struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.String()
}

// copyApp copies the app to a folder of the module, where its imports are found.
func copyApp(t *testing.T) string {
	t.Helper()
	if err := os.MkdirAll("../../.local", 0o755); err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("../../.local", "serve") //nolint:usetesting // it is in the module
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if dir, err = filepath.Abs(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS("testdata/app")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// start serves the app until the test ends.
func start(t *testing.T, change func(*options)) *servedApp {
	t.Helper()
	a := &servedApp{T: t, dir: copyApp(t), said: &lines{}, ended: make(chan struct{})}
	o := &options{}
	if change != nil {
		change(o)
	}
	app, err := project.Open(a.dir, o.context)
	if err != nil {
		t.Fatal(err)
	}
	a.session = newSession(app, o, a.said)
	ctx, stop := context.WithCancel(t.Context())
	var ended error
	go func() { ended = a.serve(ctx); close(a.ended) }()
	t.Cleanup(func() {
		stop()
		if <-a.ended; ended != nil && !errors.Is(ended, context.Canceled) {
			t.Error(ended)
		}
		if t.Failed() {
			t.Log(a.said)
		}
	})
	a.waitFor("ready in ")
	authority, err := os.ReadFile(filepath.Join(app.Work, frontends.AuthorityFile))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	a.client = &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return a
}

// waitFor waits until the command has printed a text.
func (a *servedApp) waitFor(text string) {
	a.Helper()
	if !a.until(func() bool { return strings.Contains(a.said.String(), text) }) {
		a.Fatalf("it did not say %q: %s", text, a.said)
	}
}

// until waits until a condition holds, and reports whether it did before the command ended. The
// limit only ends what hangs.
func (a *servedApp) until(condition func() bool) bool {
	const limit = 10 * time.Minute
	for end := time.Now().Add(limit); !condition(); {
		select {
		case <-a.ended:
			return condition()
		case <-time.After(5 * time.Millisecond):
		}
		if time.Now().After(end) {
			return false
		}
	}
	return true
}

func (a *servedApp) url(name string) string {
	a.Helper()
	for _, f := range a.fronts.Fronts() {
		if f.Name == name {
			return fmt.Sprintf("%s://localhost:%d", f.Scheme, f.Port)
		}
	}
	a.Fatalf("nothing is called %s", name)
	return ""
}

func (a *servedApp) send(method, url string, change func(*http.Request)) (*http.Response, string) {
	a.Helper()
	r, err := http.NewRequestWithContext(a.Context(), method, url, nil)
	if err != nil {
		a.Fatal(err)
	}
	if change != nil {
		change(r)
	}
	response, err := a.client.Do(r)
	if err != nil {
		a.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		a.Fatal(err)
	}
	return response, string(body)
}

func (a *servedApp) get(path string) (*http.Response, string) {
	a.Helper()
	return a.send(http.MethodGet, a.url(httpsName)+path, nil)
}

// waiting is a path of the function at base, and the folder in which it then waits.
func waiting(t *testing.T, base string) (dir, path string) {
	t.Helper()
	dir = t.TempDir()
	return dir, base + "/wait?dir=" + url.QueryEscape(dir)
}

// atWork waits until so many functions wait in a folder, does something meanwhile, and lets them go
// on.
func (a *servedApp) atWork(dir string, n int, meanwhile ...func()) {
	a.Helper()
	if !a.until(func() bool { found, err := os.ReadDir(dir); return err == nil && len(found) == n }) {
		a.Errorf("no %d functions are at work", n)
	}
	for _, f := range meanwhile {
		f()
	}
	if err := os.WriteFile(filepath.Join(dir, "go"), nil, 0o600); err != nil {
		a.Error(err)
	}
}
