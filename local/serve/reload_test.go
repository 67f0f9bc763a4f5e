package main

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/local/internal/project"
)

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
	if !a.until(func() bool {
		var response *http.Response
		response, body = a.get(path)
		status = response.StatusCode
		return wanted(status, body)
	}) {
		a.Fatalf("%s: %d %s", path, status, body)
	}
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
		return status == 502 && strings.Contains(body, "shop/Hello: go build ./hello:") && strings.Contains(body, "main.go:22:")
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
