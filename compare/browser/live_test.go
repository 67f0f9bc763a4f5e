package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// run runs actions in the tab.
func run(tab context.Context, t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(tab, actions...); err != nil {
		t.Fatal(err)
	}
}

// value is that of an expression.
func value[T any](tab context.Context, t *testing.T, expression string) T {
	t.Helper()
	var v T
	run(tab, t, chromedp.Evaluate(expression, &v))
	return v
}

// until waits for an expression to be true.
func until(tab context.Context, t *testing.T, expression string) {
	t.Helper()
	run(tab, t, chromedp.Poll(expression, nil))
}

const focused = `document.activeElement.id || document.activeElement.className || document.activeElement.tagName`

// tabTo presses Tab until an element is focused.
func tabTo(tab context.Context, t *testing.T, want string) {
	t.Helper()
	for range 30 {
		if value[string](tab, t, focused) == want {
			return
		}
		run(tab, t, chromedp.KeyEvent(kb.Tab))
	}
	t.Fatalf("Tab does not come to %s", want)
}

// All of the page is reached by the keyboard, and requests that come move nothing away.
func TestRequestsByKeyboard(t *testing.T) {
	s := serve(t)
	tab := start(t)
	visit(tab, t, s.page, "light", 1280, 900, false)
	s.send(t, alb, "GET", "/hello/one", "")
	s.send(t, alb, "POST", "/hello/two?a=1", `{"b":2}`, "Content-Type: application/json", "X-Test: it's here")
	s.send(t, alb, "GET", "/nothing", "")
	run(tab, t, chromedp.Navigate(s.page))
	until(tab, t, `document.querySelectorAll("#list li").length === 3`)

	run(tab, t, chromedp.KeyEvent(kb.Tab))
	if got := value[string](tab, t, `document.activeElement.textContent`); got != "Skip to the requests" {
		t.Errorf("Tab comes to %q first", got)
	}
	tabTo(tab, t, "line")
	run(tab, t, chromedp.KeyEvent(kb.ArrowDown))
	const text = `document.activeElement.querySelector(".target").textContent`
	if got := value[string](tab, t, text); got != "/hello/two?a=1" {
		t.Errorf("the second of the list is %s", got)
	}
	if n := value[int](tab, t, `document.querySelectorAll('#list [tabindex="0"]').length`); n != 1 {
		t.Errorf("%d of the list are in the tab order", n)
	}
	s.send(t, alb, "GET", "/hello/new", "")
	until(tab, t, `document.querySelectorAll("#list li").length === 4`)
	if got := value[string](tab, t, text); got != "/hello/two?a=1" {
		t.Errorf("a new request moved the focus to %s", got)
	}
	until(tab, t, `/New request|new requests/.test(document.getElementById("news").textContent)`)

	run(tab, t, chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible("#tab-route", chromedp.ByQuery))
	if got := value[string](tab, t, focused); got != "line" {
		t.Errorf("opening a request moved the focus to %s", got)
	}
	tabTo(tab, t, "tab-route")
	for _, c := range [][2]string{{kb.ArrowRight, "tab-request"}, {kb.End, "tab-compare"}, {kb.ArrowRight, "tab-route"}, {kb.ArrowLeft, "tab-compare"}, {kb.Home, "tab-route"}} {
		run(tab, t, chromedp.KeyEvent(c[0]))
		if got := value[string](tab, t, focused); got != c[1] || value[string](tab, t, `document.querySelector("[role=tabpanel]:not([hidden])").id`) != "panel"+c[1][3:] {
			t.Errorf("the key leads to %s in place of %s", got, c[1])
		}
	}

	run(tab, t, chromedp.Focus("#again", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible("dialog[open]", chromedp.ByQuery))
	run(tab, t, chromedp.KeyEvent(kb.Escape))
	until(tab, t, `!document.querySelector("dialog").open`)
	if got := value[string](tab, t, focused); got != "again" {
		t.Errorf("closing the form moved the focus to %s", got)
	}
	run(tab, t, chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible("dialog[open]", chromedp.ByQuery))
	until(tab, t, `document.activeElement.id === "replay-target"`)
	run(tab, t, chromedp.KeyEvent(kb.End), chromedp.KeyEvent("&changed=1"), chromedp.KeyEvent(kb.Enter))
	until(tab, t, `!document.querySelector("dialog").open && document.activeElement.id === "detail-title"`)
	if got := value[string](tab, t, `document.getElementById("detail-title").textContent`); got != "POST /hello/two?a=1&changed=1" {
		t.Errorf("what is open after the replay is %q", got)
	}
	run(tab, t, chromedp.Click("#tab-request", chromedp.ByQuery))
	run(tab, t, chromedp.Evaluate(`navigator.clipboard.writeText = async (text) => { window.copied = text; }`, nil), chromedp.Click("#curl", chromedp.ByQuery))
	until(tab, t, `window.copied && document.getElementById("news").textContent === "Copied"`)
	address := s.fronts[alb]
	if got := value[string](tab, t, "copied"); got != "curl -i -X POST -k '"+address+"/hello/two?a=1&changed=1' -H 'Host: "+strings.TrimPrefix(address, "https://")+
		`' -H 'Accept-Encoding: gzip' -H 'Content-Type: application/json' -H 'User-Agent: Go-http-client/1.1' -H 'X-Test: it'\''s here' --data-binary '{"b":2}'` {
		t.Errorf("the command for curl is %s", got)
	}
	if got := value[string](tab, t, `document.getElementById("panel-request").innerText`); !contains(got, "X-Test", "here", `"b": 2`) {
		t.Errorf("the replay was %s", got)
	}
}

func TestRequestsAreFilteredPausedAndCleared(t *testing.T) {
	s := serve(t)
	tab := start(t)
	visit(tab, t, s.page, "dark", 1280, 900, false)
	run(tab, t, chromedp.Navigate(s.page), chromedp.WaitVisible(".help", chromedp.ByQuery))
	until(tab, t, `document.getElementById("state").dataset.state === "live"`)
	s.send(t, alb, "GET", "/hello", "")
	s.send(t, alb, "GET", "/nothing", "")
	until(tab, t, `document.querySelectorAll("#list li").length === 2`)
	const shown = `[...document.querySelectorAll("#list li")].filter((e) => !e.hidden).length`
	run(tab, t, chromedp.SendKeys("#filter", "404", chromedp.ByQuery))
	until(tab, t, shown+` === 1 && document.getElementById("news").textContent === "1 of 2 requests"`)
	s.send(t, alb, "GET", "/hello/more", "")
	until(tab, t, `document.querySelectorAll("#list li").length === 3 && `+shown+` === 1`)
	run(tab, t, chromedp.Evaluate(`(() => { const f = document.getElementById("filter"); f.value = ""; f.dispatchEvent(new Event("input")); })()`, nil))
	until(tab, t, shown+` === 3`)

	run(tab, t, chromedp.Click("#pause", chromedp.ByQuery))
	s.send(t, alb, "GET", "/hello/4", "")
	s.send(t, alb, "GET", "/hello/5", "")
	until(tab, t, `document.getElementById("pause").textContent === "Resume, 2 new"`)
	if n := value[int](tab, t, shown); n != 3 {
		t.Errorf("%d are shown while the list is paused", n)
	}
	run(tab, t, chromedp.Click("#pause", chromedp.ByQuery))
	until(tab, t, shown+` === 5 && document.querySelector("#list .target").textContent === "/hello/5"`)

	// What comes one by one is not read out one by one.
	run(tab, t, chromedp.Evaluate(`window.spoken = 0; new MutationObserver(() => spoken++).observe(document.getElementById("news"), { childList: true })`, nil))
	for i := range 20 {
		s.send(t, alb, "GET", fmt.Sprintf("/fixed?one=%d", i), "")
		until(tab, t, fmt.Sprintf(`document.querySelector("#list .target").textContent === "/fixed?one=%d"`, i))
	}
	if n := value[int](tab, t, "spoken"); n > 10 {
		t.Errorf("20 requests were announced %d times", n)
	}

	for i := range 100 {
		s.send(t, alb, "GET", fmt.Sprintf("/fixed?n=%d", i), "")
	}
	until(tab, t, `document.querySelector("#list .target").textContent === "/fixed?n=99"`)
	if n := value[int](tab, t, shown); n != 100 {
		t.Errorf("%d are in the list", n)
	}
	moves := func(preference string) bool {
		run(tab, t, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: preference}}))
		return value[string](tab, t, `getComputedStyle(document.querySelector(".dot")).animationName`) != "none"
	}
	if !moves("no-preference") || moves("reduce") {
		t.Error("motion does not follow the preference")
	}
	run(tab, t, chromedp.Click("#clear", chromedp.ByQuery))
	until(tab, t, shown+` === 0`)
	s.stop()
	until(tab, t, `document.getElementById("state-text").textContent === "not connected"`)
}

// On a phone a request covers the list, and leads back to it. The request is sent to the other
// front end, too.
func TestRequestsOnAPhone(t *testing.T) {
	s := serve(t)
	tab := start(t)
	w := visit(tab, t, s.page, "light", small.width, small.height, small.mobile)
	s.send(t, alb, "GET", "/hello/event?a=%20", "")
	run(tab, t, chromedp.Navigate(s.page), chromedp.WaitVisible("#list li", chromedp.ByQuery), chromedp.Click("#list button", chromedp.ByQuery))
	until(tab, t, `document.activeElement.id === "detail-title"`)
	run(tab, t, chromedp.Click("#tab-compare", chromedp.ByQuery), chromedp.WaitVisible(".parts", chromedp.ByQuery), chromedp.Click(".compare .actions button", chromedp.ByQuery))
	until(tab, t, `document.querySelectorAll(".compare section").length === 3`)
	lookAt(tab, t, w, 60)
	screenshot(tab, t, "requests-both-small-light")
	run(tab, t, chromedp.Click(".back", chromedp.ByQuery))
	until(tab, t, `document.activeElement.className === "line" && document.querySelectorAll("#list li").length === 2`)
}

func TestRequestsForAScreenReader(t *testing.T) {
	s := serve(t)
	tab := start(t)
	s.sendAll(t)
	for _, size := range append(sizes, small) {
		visit(tab, t, s.page, "light", size.width, size.height, size.mobile)
		run(tab, t, chromedp.Navigate("about:blank"), chromedp.Navigate(s.page), chromedp.WaitVisible("#list li", chromedp.ByQuery))
		hasRoles(tab, t, size.name+", list", map[string]int{"banner": 1, "main": 1, "list": 1, "listitem": 11, "button": 14, "searchbox": 1, "status": 1, "heading": 2, "link": 1})
		run(tab, t, chromedp.Click("#list button", chromedp.ByQuery), chromedp.WaitVisible("#tab-compare", chromedp.ByQuery))
		run(tab, t, chromedp.Click("#tab-compare", chromedp.ByQuery), chromedp.WaitVisible(".parts", chromedp.ByQuery))
		hasRoles(tab, t, size.name+", request", map[string]int{"tab": 5, "tabpanel": 1, "table": 1, "columnheader": 3, "rowheader": 20, "cell": 40, "checkbox": 1, "link": 5})
		run(tab, t, chromedp.Click("#again", chromedp.ByQuery), chromedp.WaitVisible("dialog[open]", chromedp.ByQuery))
		hasRoles(tab, t, size.name+", form", map[string]int{"dialog": 1, "textbox": 3, "combobox": 2, "button": 2})
	}
}
