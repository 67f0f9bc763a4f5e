package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed look.js
var look string

type screen struct {
	name          string
	width, height int64
	mobile        bool
}

// start starts the browser that CHROMIUM names, with one tab: a tab behind another one paints
// nothing, and waits for ever for its picture. Default: chromium on PATH.
func start(t *testing.T) context.Context {
	t.Helper()
	path := os.Getenv("CHROMIUM")
	if path == "" {
		path = "chromium"
	}
	path, err := exec.LookPath(path)
	if err != nil {
		t.Fatalf("%v; `apt-get install chromium`, or name a browser in CHROMIUM", err)
	}
	profile, err := os.MkdirTemp("", "compare-browser-") //nolint:usetesting // Chromium may still write to it when t.TempDir removes its folder
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { remove(t, profile) })
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true),
	)
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithErrorf(func(format string, values ...any) {
		if !strings.Contains(format, "unhandled node event") { // of dialogs, which chromedp does not know
			fmt.Fprintf(os.Stderr, format+"\n", values...)
		}
	}))
	t.Cleanup(stop)
	return ctx
}

// remove removes the profile, which processes of the browser may write to for a moment after it has
// ended.
func remove(t *testing.T, profile string) {
	t.Helper()
	for os.RemoveAll(profile) != nil { // the test's own time limit is the bound
		time.Sleep(100 * time.Millisecond)
	}
}

func address(t *testing.T, name string) string {
	t.Helper()
	file, err := filepath.Abs(filepath.Join("..", "internal", "page", "testdata", name+".html"))
	if err != nil {
		t.Fatal(err)
	}
	return "file://" + file
}

// A watch notes what a page loads and complains of.
type watch struct {
	own    string // what the addresses begin with that it may load
	mu     sync.Mutex
	faults []string
}

func (w *watch) note(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, w.own) && !strings.HasPrefix(u, "data:") {
			w.faults = append(w.faults, "it loads "+u)
		}
	case *log.EventEntryAdded:
		w.faults = append(w.faults, "it logs "+e.Entry.Text)
	case *runtime.EventExceptionThrown:
		w.faults = append(w.faults, "it throws "+e.ExceptionDetails.Text)
	}
}

// open opens a page of compare in the tab.
func open(tab context.Context, t *testing.T, name, scheme string, width, height int64, mobile bool) *watch {
	t.Helper()
	w := visit(tab, t, "file://", scheme, width, height, mobile)
	if err := chromedp.Run(tab, chromedp.Navigate(address(t, name)), chromedp.WaitReady("footer")); err != nil {
		t.Fatal(err)
	}
	return w
}

// visit makes the tab a screen, and watches what it loads that does not begin with own.
func visit(tab context.Context, t *testing.T, own, scheme string, width, height int64, mobile bool) *watch {
	t.Helper()
	w := &watch{own: own}
	listening, stop := context.WithCancel(tab)
	t.Cleanup(stop)
	chromedp.ListenTarget(listening, w.note)
	err := chromedp.Run(tab, network.Enable(), log.Enable(),
		emulation.SetDeviceMetricsOverride(width, height, 1, mobile),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// lookAt runs look.js on the page, and returns its background.
func lookAt(tab context.Context, t *testing.T, w *watch, least int) (ground string) {
	t.Helper()
	var seen struct {
		Ground string
		Faults []string
		Looked int
	}
	var text json.RawMessage
	if err := chromedp.Run(tab, chromedp.Evaluate(look, &text)); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &seen); err != nil {
		t.Fatal(err)
	}
	if seen.Looked < least {
		t.Errorf("only %d texts were looked at", seen.Looked)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, fault := range append(seen.Faults, w.faults...) {
		t.Error(fault)
	}
	return seen.Ground
}

// screenshot keeps a picture of the whole page for people to look at, in the directory that
// SCREENSHOTS names.
func screenshot(tab context.Context, t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	var picture []byte
	err := chromedp.Run(tab, chromedp.FullScreenshot(&picture, 100))
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
}
