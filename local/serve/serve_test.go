package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/local/internal/project"
)

// served is an app that is served, and what the command says.
type servedApp struct {
	*testing.T
	*session
	dir    string
	said   *lines
	client *http.Client
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
	a := &servedApp{T: t, dir: copyApp(t), said: &lines{}}
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
	done := make(chan error, 1)
	go func() { done <- a.serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if t.Failed() {
			t.Log(a.said)
		}
	})
	a.waitFor("ready in ")
	authority, err := os.ReadFile(filepath.Join(app.Work, authorityFile))
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
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(a.said.String(), text) {
			return
		}
	}
	a.Fatalf("it did not say %q: %s", text, a.said)
}

func (a *servedApp) url(name string) string {
	a.Helper()
	a.mutex.Lock()
	defer a.mutex.Unlock()
	f := a.fronts[name]
	if f == nil {
		a.Fatalf("nothing is called %s", name)
	}
	return fmt.Sprintf("%s://localhost:%d", f.scheme, f.port)
}

const (
	httpName  = "shop/Edge/LoadBalancer HTTP:80"
	httpsName = "shop/Edge/LoadBalancer HTTPS:443"
)

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

func TestServe(t *testing.T) {
	t.Setenv("SECRET_OF_THE_BUILDER", "never")
	file := filepath.Join(t.TempDir(), "env")
	if err := os.WriteFile(file, []byte("# what is known at deployment only\nTABLE=stock\n[shop/Single]\nTABLE=other\nLEVEL = info\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := start(t, func(o *options) { o.env = file })
	hello := regexp.MustCompile(`^hello one \d+$`)
	t.Run("rules", func(t *testing.T) {
		for path, want := range map[string]string{
			"/hello": "200 hello one", "/hello/file": "200 a note\n", "/hello/x?q=1": "200 hello one", "/single": "200 hello two", "/fixed": "200 fixed", "/": `404 {"message":"Not Found"}`, "/hellox": "404 ",
			"/login": "501 not simulated: shop/Edge/Mount-/login/Rule: its action authenticate-cognito is not simulated",
		} {
			if response, body := a.get(path); !strings.HasPrefix(fmt.Sprint(response.StatusCode, " ", body), want) {
				t.Errorf("%s: %s %s, want %s", path, response.Status, body, want)
			}
		}
	})
	t.Run("event", func(t *testing.T) {
		response, body := a.send("GET", a.url(httpsName)+"/hello/a%2Fb/event?q=%20&q=2", func(r *http.Request) {
			r.Header = http.Header{"X-A": {"1", "2"}, "Bad_name": {"x"}, "X-Forwarded-For": {"10.0.0.1"}, "X-Amzn-Trace-Id": {"Root=1-5bdb40ca-556d8b0c50dc66f0511bf520"}}
		})
		for _, want := range []string{
			`"path":"/hello/a%2Fb/event"`, `"multiValueQueryStringParameters":{"q":["%20","2"]}`, `"x-a":["1","2"]`, `"host":["localhost"]`, `"x-forwarded-for":["10.0.0.1, 127.0.0.1"]`,
			`"x-forwarded-port":["443"]`, `"x-forwarded-proto":["https"]`, `"x-amzn-trace-id":["Self=1-`, `;Root=1-5bdb40ca-556d8b0c50dc66f0511bf520"]`,
		} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %s", body, want)
			}
		}
		if strings.Contains(body, "bad_name") {
			t.Errorf("%s has a header that is not valid", body)
		}
		if got := response.Header.Values("X-Two"); len(got) != 2 || response.Header.Get("Server") != "awselb/2.0" {
			t.Errorf("%v", response.Header)
		}
		if _, body := a.get("/single/event"); !strings.Contains(body, `"headers":{`) || strings.Contains(body, "multiValue") {
			t.Errorf("%s", body)
		}
	})
	t.Run("protocols", func(t *testing.T) {
		response, _ := a.get("/hello")
		if response.Proto != "HTTP/2.0" || response.TLS.PeerCertificates[0].Subject.CommonName != "localhost" {
			t.Errorf("%s %v", response.Proto, response.TLS.PeerCertificates[0].Subject)
		}
		config := a.client.Transport.(*http.Transport).TLSClientConfig.Clone()
		config.ServerName = "shop.example.com"
		conn, err := (&tls.Dialer{Config: config}).DialContext(t.Context(), "tcp", strings.TrimPrefix(a.url(httpsName), "https://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if name := conn.(*tls.Conn).ConnectionState().PeerCertificates[0].Subject.CommonName; name != "shop.example.com" {
			t.Errorf("the certificate is for %s", name)
		}
		response, _ = a.send("GET", a.url(httpName)+"/hello", nil)
		if response.Proto != "HTTP/1.1" || response.StatusCode != 301 || response.Header.Get("Location") != a.url(httpsName)+"/hello" {
			t.Errorf("%s %s to %s", response.Proto, response.Status, response.Header.Get("Location"))
		}
		a.waitFor("on AWS to https://localhost:443/hello")
	})
	t.Run("limits and failures", func(t *testing.T) {
		large := func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(strings.Repeat("x", 1_000_001))), 1_000_001
		}
		for _, c := range []struct {
			path   string
			change func(*http.Request)
			status int
			said   string
		}{
			{"/hello/large", nil, 502, "bytes of JSON; the limit is 1000000"},
			{"/hello", large, 413, "the load balancer accepts at most 1000000"},
			{"/hello/error", nil, 502, "the function failed: errorString: it broke"},
			{"/hello/exit", nil, 502, "the process of the function ended: exit status 3"},
			{"/hello/late", nil, 502, "task timed out after 2.00 seconds"},
			{"/hello", func(r *http.Request) { r.Header.Set("X-Large", strings.Repeat("x", 17<<10)) }, 400, "is over 16384 bytes"},
			{"/hello", func(r *http.Request) { r.Header.Set("X-Forwarded-For", strings.Repeat("1.1.1.1,", 40)) }, 463, "X-Forwarded-For has 41 addresses"},
			{"/script", nil, 502, "gofunction did not create it"},
		} {
			response, body := a.send("POST", a.url(httpsName)+c.path, c.change)
			if response.StatusCode != c.status || response.Header.Get("Server") != "awselb/2.0" || len(body) == 0 {
				t.Errorf("%s: %s %s", c.path, response.Status, body)
			}
			a.waitFor(c.said)
		}
		response, _ := a.send("GET", a.url(httpName)+"/", func(r *http.Request) { r.Header.Set("Upgrade", "websocket"); r.Header.Set("Connection", "Upgrade") })
		if response.StatusCode != 301 { // the rule does not forward: an upgrade is no matter to it
			t.Errorf("%s", response.Status)
		}
		a.client.Transport.(*http.Transport).Protocols = &http.Protocols{} // HTTP/2 has no upgrades
		a.client.Transport.(*http.Transport).Protocols.SetHTTP1(true)
		response, _ = a.send("GET", a.url(httpsName)+"/hello", func(r *http.Request) { r.Header.Set("Upgrade", "websocket"); r.Header.Set("Connection", "Upgrade") })
		if response.StatusCode != 400 {
			t.Errorf("an upgrade to a function: %s", response.Status)
		}
	})
	t.Run("stickiness", func(t *testing.T) {
		response, first := a.get("/both")
		for range 6 {
			if _, body := a.send("GET", a.url(httpsName)+"/both", func(r *http.Request) {
				for _, cookie := range response.Cookies() {
					r.AddCookie(cookie)
				}
			}); strings.Fields(body)[1] != strings.Fields(first)[1] {
				t.Errorf("%s after %s", body, first)
			}
		}
	})
	t.Run("environments", func(t *testing.T) {
		var all sync.WaitGroup
		bodies := make([]string, 3)
		for i := range bodies {
			all.Go(func() { _, bodies[i] = a.get("/hello/sleep") })
		}
		all.Wait()
		if bodies[0] == bodies[1] || bodies[1] == bodies[2] || !hello.MatchString(bodies[0]) {
			t.Errorf("requests that overlap were served by %q", bodies)
		}
		statuses := make([]int, 4)
		for i := range statuses {
			all.Go(func() {
				response, _ := a.get("/single/sleep")
				statuses[i] = response.StatusCode
			})
		}
		all.Wait()
		if n := strings.Count(fmt.Sprint(statuses), "200"); n < 1 || n > 3 {
			t.Errorf("with a reserved concurrency of 1: %v", statuses)
		}
		a.waitFor("all of its reserved concurrency of 1 is in use")
	})
	t.Run("variables", func(t *testing.T) {
		for path, want := range map[string]string{"/hello/env": "debug stock shop-dev-Hello-", "/single/env": "info other shop-dev-Single-"} {
			if _, body := a.get(path); !strings.HasPrefix(body, want) || strings.Contains(body, "never") {
				t.Errorf("%s: %q, want %s", path, body, want)
			}
		}
	})
	t.Run("API and function URL", func(t *testing.T) {
		api := a.url("shop/API")
		for _, c := range []struct {
			path   string
			status int
			want   string
		}{
			{"/live/a/event", 200, `"pathParameters":{"proxy":"a/event"}`}, {"/other/a", 403, "Forbidden"}, {"/live", 403, "Missing Authentication Token"},
			{"/live/large", 200, "xxx"}, {"/live/error", 502, "Internal server error"}, {"/live/a", 429, "Too Many Requests"},
		} {
			if response, body := a.send("GET", api+c.path, nil); response.StatusCode != c.status || !strings.Contains(body, c.want) {
				t.Errorf("%s: %s %.100s", c.path, response.Status, body)
			}
		}
		if _, body := a.send("GET", a.url("shop/URL")+"/x/event", nil); !strings.Contains(body, `"rawPath":"/x/event"`) {
			t.Errorf("%s", body)
		}
	})
	t.Run("what is said", func(t *testing.T) {
		for _, want := range []string{
			"health check: shop/Edge/HelloGroup is healthy",
			"not simulated: shop/Edge/Mount-/login/Rule: its action authenticate-cognito is not simulated",
			"shop/Script: not run: gofunction did not create it (nodejs24.x); its requests get a 502",
		} {
			a.waitFor(want)
		}
		if never := "known at deployment only"; strings.Contains(a.said.String(), never) {
			t.Errorf("it says %q of what --env sets", never)
		}
		if line := regexp.MustCompile(`(?m)^\d\d:\d\d:\d\d alb GET  /hello/x\?q=1 200 \S+ by shop/Edge/Mount-/hello → shop/Hello$`); !line.MatchString(a.said.String()) {
			t.Errorf("no line is like %s", line)
		}
	})
}

// edit replaces a text of a source.
func (a *servedApp) edit(name, old, replacement string) {
	a.Helper()
	file := filepath.Join(a.dir, name)
	text, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(text, []byte(old)) {
		a.Fatalf("%s has no %q: %v", name, old, err)
	}
	if err := os.WriteFile(file, bytes.Replace(text, []byte(old), []byte(replacement), 1), 0o600); err != nil {
		a.Fatal(err)
	}
}

// becomes waits until a response is as wanted.
func (a *servedApp) becomes(path string, wanted func(status int, body string) bool) {
	a.Helper()
	var status int
	var body string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		var response *http.Response
		response, body = a.get(path)
		if status = response.StatusCode; wanted(status, body) {
			return
		}
	}
	a.Fatalf("%s: %d %s", path, status, body)
}

func TestReload(t *testing.T) {
	a := start(t, nil)
	a.becomes("/hello", func(_ int, body string) bool { return strings.HasPrefix(body, "hello one") })

	// Requests go on all the time; none is lost.
	stop := make(chan struct{})
	var all sync.WaitGroup
	lost, served := 0, 0
	all.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			response, body := a.get("/hello/sleep")
			if served++; response.StatusCode != 200 || !strings.Contains(body, " one ") {
				lost++
			}
		}
	})
	a.edit("hello/main.go", `greeting = "hello"`, `greeting = "good day"`)
	a.becomes("/hello", func(_ int, body string) bool { return strings.HasPrefix(body, "good day one") })
	close(stop)
	all.Wait()
	if lost > 0 || served == 0 {
		t.Errorf("%d of %d requests were lost", lost, served)
	}

	a.edit("hello/main.go", `greeting = "good day"`, `greeting = good day`)
	a.becomes("/hello", func(status int, body string) bool {
		return status == 502 && strings.Contains(body, "shop/Hello: go build ./hello:") && strings.Contains(body, "main.go:19:")
	})
	a.waitFor("shop/Hello does not compile:")
	a.edit("hello/main.go", `greeting = good day`, `greeting = "back"`)
	a.becomes("/hello", func(_ int, body string) bool { return strings.HasPrefix(body, "back one") })

	// The app itself: other rules on the same ports.
	before := a.url(httpsName)
	a.edit("app/main.go", `status = "200"`, `status = "410"`)
	a.becomes("/fixed", func(status int, _ string) bool { return status == 410 })
	if after := a.url(httpsName); after != before {
		t.Errorf("%s became %s", before, after)
	}
	a.edit("app/main.go", `status = "410"`, `status = `)
	a.waitFor("the app is served as it was: go run ./app:")
	if response, _ := a.get("/fixed"); response.StatusCode != 410 {
		t.Errorf("%s after the app failed", response.Status)
	}
}

func TestACurrentAppIsNotSynthesized(t *testing.T) {
	dir := copyApp(t)
	open := func(context ...string) *project.App {
		app, err := project.Open(dir, context)
		if err != nil {
			t.Fatal(err)
		}
		return app
	}
	if open().Current() {
		t.Error("an app that was never synthesized is current")
	}
	if err := prepareWork(open().Work); err != nil {
		t.Fatal(err)
	}
	if err := open().Synthesize(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !open().Current() {
		t.Error("it is not current right after")
	}
	if open("stage=prod").Current() {
		t.Error("it is current with another context")
	}
	for _, name := range []string{"app/main.go", "cdk.json"} {
		later := time.Now().Add(time.Second)
		if err := os.Chtimes(filepath.Join(dir, name), later, later); err != nil {
			t.Fatal(err)
		}
		if open().Current() {
			t.Errorf("it is current after %s changed", name)
		}
		if err := os.Chtimes(filepath.Join(dir, name), time.Unix(0, 0), time.Unix(0, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "app", "more.go"), []byte("package main\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if open().Current() {
		t.Error("it is current with one more file")
	}
	_, err := os.Stat(filepath.Join(dir, ".local", "serve", ".gitignore"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Error("Git sees what is written")
	}
}
