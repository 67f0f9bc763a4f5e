package runtimeloop

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// TestSIGTERM: what is at work is finished, the hooks run in order, and the process ends well.
func TestSIGTERM(t *testing.T) {
	for _, test := range []struct {
		function string
		works    bool
		says     string
		paths    string
	}{
		{"shutdown", true, "at work\nfirst hook\n{bad hook}\nlast hook\n", "/2020-01-01/extension/register id-0/response"},
		{"shutdown", false, "first hook\n{bad hook}\nlast hook\n", "/2020-01-01/extension/register"},
		{"stuck", true, "at work\nhook\n", "/2020-01-01/extension/register"},
		{"no hooks", false, "", "/2020-01-01/extension/register"},
	} {
		a := newAPI(t, "event")
		if !test.works {
			a.events = nil
		}
		a.idle = true
		registered := make(chan struct{}, 1)
		a.extension = func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Lambda-Extension-Identifier") != "the-id" {
				t.Errorf("header %v", r.Header)
			}
			registered <- struct{}{}
			<-a.closed
		}
		a.onPost = func(w http.ResponseWriter, p post) {
			if strings.HasSuffix(p.path, "/register") {
				if p.body != `{"events":[]}` || p.head.Get("Lambda-Extension-Name") == "" || p.head.Get("Content-Type") != "application/json" {
					t.Errorf("registered %s, %v", p.body, p.head)
				}
				w.Header().Set("Lambda-Extension-Identifier", "the-id")
				return
			}
			w.WriteHeader(http.StatusAccepted)
		}
		cmd, out := start(t, test.function, a.address())
		<-registered
		waitFor(t, func() bool {
			return a.count(&a.polls) > 0 && (!test.works || strings.Contains(out.String(), "at work"))
		})
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", test.function, err)
		}
		var says strings.Builder
		for line := range strings.Lines(out.String()) {
			if strings.HasPrefix(line, "{") {
				if !strings.Contains(line, `"errorMessage":"bad hook"`) {
					t.Error(line)
				}
				line = "{bad hook}\n"
			}
			says.WriteString(line)
		}
		if says.String() != test.says {
			t.Errorf("%s says %q", test.function, says.String())
		}
		if got := a.paths(); got != test.paths {
			t.Errorf("%s posted: %s", test.function, got)
		}
		time.Sleep(20 * time.Millisecond)   // for one poll too many, which nothing announces
		if n := a.count(&a.polls); n != 1 { // an event that comes afterwards would be lost
			t.Errorf("%s polled %d times", test.function, n)
		}
	}
}

// TestNoExtension: without hooks no extension is registered, and SIGTERM ends the process at once.
func TestNoExtension(t *testing.T) {
	a := newAPI(t)
	a.idle = true
	cmd, _ := start(t, "echo", a.address())
	waitFor(t, func() bool { return a.count(&a.polls) > 0 })
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGTERM || a.paths() != "" {
		t.Errorf("%v, posted: %s", err, a.paths())
	}
}

// TestExtensionIsRejected: the function runs all the same, and says so.
func TestExtensionIsRejected(t *testing.T) {
	a := newAPI(t, "event")
	a.onPost = func(w http.ResponseWriter, p post) {
		if strings.HasSuffix(p.path, "/register") {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, "too late")
			return
		}
		w.WriteHeader(http.StatusAccepted)
	}
	cmd, out := start(t, "no hooks", a.address())
	_ = cmd.Wait() // with 410 on standard error
	if text := out.String(); !strings.Contains(text, `"level":"WARN"`) || !strings.Contains(text, "403 Forbidden: too late") || !strings.Contains(text, gone) {
		t.Error(text)
	}
	if got := a.paths(); got != "/2020-01-01/extension/register id-0/response" {
		t.Errorf("posted: %s", got)
	}
}

// TestShutdownTimes: the hooks start when the work is done, at the latest after half the time, and
// have the rest of it.
func TestShutdownTimes(t *testing.T) {
	for _, test := range []struct {
		timeout, ends, hook, deadline, returns time.Duration
	}{
		{0, time.Hour, 250 * time.Millisecond, 500 * time.Millisecond, 500 * time.Millisecond},
		{0, 100 * time.Millisecond, 100 * time.Millisecond, 500 * time.Millisecond, 100 * time.Millisecond},
		{0, 400 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond, 400 * time.Millisecond},
		{2 * time.Second, time.Hour, time.Second, 2 * time.Second, 2 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			var hook, deadline time.Duration
			l := Loop{ShutdownTimeout: test.timeout, OnShutdown: []func(context.Context){func(ctx context.Context) {
				at, _ := ctx.Deadline()
				hook, deadline = time.Since(began), at.Sub(began)
			}}}
			ended := make(chan struct{})
			time.AfterFunc(test.ends, func() { close(ended) })
			p := newPool(context.Background(), HandlerFunc(echoed), "", 1)
			l.shutDown(p, ended)
			if returns := time.Since(began); hook != test.hook || deadline != test.deadline || returns != test.returns || !p.stopping {
				t.Errorf("%v: a hook after %v with the deadline %v, returned after %v", test, hook, deadline, returns)
			}
		})
	}
}
