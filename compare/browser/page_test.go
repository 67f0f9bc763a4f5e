package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// pages are the goldens of compare/internal/page.
var pages = []string{"aws", "rejected"}

var sizes = []screen{{"phone", 390, 844, true}, {"desktop", 1280, 900, false}}

// small is the narrowest phone.
var small = screen{"small", 360, 740, true}

func TestPages(t *testing.T) {
	tab := start(t)
	for _, name := range pages {
		for _, size := range sizes {
			grounds := map[string]string{}
			for _, scheme := range []string{"light", "dark"} {
				t.Run(name+"-"+size.name+"-"+scheme, func(t *testing.T) {
					w := open(tab, t, name, scheme, size.width, size.height, size.mobile)
					grounds[scheme] = lookAt(tab, t, w, 100)
					screenshot(tab, t, name+"-"+size.name+"-"+scheme)
				})
			}
			if grounds["light"] == grounds["dark"] {
				t.Errorf("%s, %s: the ground is %s in light and in dark", name, size.name, grounds["light"])
			}
		}
	}
}

// A keyboard is enough: Tab comes to the skip link first, Enter follows it, and the events open by
// Enter.
func TestKeyboard(t *testing.T) {
	tab := start(t)
	open(tab, t, "aws", "light", 1280, 900, false)
	focused := func() string {
		var s string
		const script = `document.activeElement.tagName + " " + document.activeElement.textContent.trim()`
		if err := chromedp.Run(tab, chromedp.Evaluate(script, &s)); err != nil {
			t.Fatal(err)
		}
		return s
	}
	if err := chromedp.Run(tab, chromedp.KeyEvent(kb.Tab)); err != nil {
		t.Fatal(err)
	}
	if got := focused(); got != "A Skip to the comparison" {
		t.Errorf("Tab comes to %q first", got)
	}
	var hash string
	if err := chromedp.Run(tab, chromedp.KeyEvent(kb.Enter), chromedp.Evaluate("location.hash", &hash)); err != nil {
		t.Fatal(err)
	}
	if hash != "#main" {
		t.Errorf("Enter on the skip link leads to %q", hash)
	}
	for range 200 {
		if err := chromedp.Run(tab, chromedp.KeyEvent(kb.Tab)); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(focused(), "SUMMARY ") {
			break
		}
	}
	var open bool
	if err := chromedp.Run(tab, chromedp.KeyEvent(kb.Enter), chromedp.Evaluate("document.activeElement.parentElement.open", &open)); err != nil {
		t.Fatal(err)
	}
	if !open {
		t.Errorf("Enter on %q opens nothing", focused())
	}
}

// What a screen reader says of each table: its name, the heads of its columns and rows, also where
// CSS lays it out as a list.
func TestScreenReader(t *testing.T) {
	tab := start(t)
	for _, size := range sizes {
		open(tab, t, "aws", "light", size.width, size.height, size.mobile)
		hasRoles(tab, t, size.name, map[string]int{"table": 6, "columnheader": 18, "rowheader": 60, "cell": 100, "heading": 9, "main": 1, "navigation": 1})
	}
}
