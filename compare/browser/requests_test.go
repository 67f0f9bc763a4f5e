package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// requestScreens are what the page of serve looks like, with what has to be clicked for it. The
// page is at the request that was sent last.
var requestScreens = []struct {
	name  string
	least int // texts
	click []string
	ready string
}{
	{"list", 15, nil, ".help"},
	{"route", 15, []string{"#list li:first-child button"}, ".step.end"},
	{"request", 20, []string{"#tab-request"}, ".headers"},
	{"event", 20, []string{"#tab-event"}, "#panel-event .key"},
	{"response", 20, []string{"#tab-response"}, "#panel-response .key"},
	{"compare", 40, []string{"#tab-compare"}, ".parts"},
	{"replay", 10, []string{"#again"}, "dialog[open]"},
}

func TestRequestsPage(t *testing.T) {
	s := serve(t)
	tab := start(t)
	for _, size := range append(sizes, small) {
		for _, scheme := range []string{"light", "dark"} {
			name := size.name + "-" + scheme
			t.Run("empty-"+name, func(t *testing.T) {
				w := visit(tab, t, s.page, scheme, size.width, size.height, size.mobile)
				run(tab, t, chromedp.Navigate(s.page), chromedp.WaitVisible(".command", chromedp.ByQuery))
				lookAt(tab, t, w, 8)
				screenshot(tab, t, "requests-empty-"+name)
			})
		}
	}
	s.sendAll(t)
	for _, size := range append(sizes, small) {
		grounds := map[string]string{}
		for _, scheme := range []string{"light", "dark"} {
			w := visit(tab, t, s.page, scheme, size.width, size.height, size.mobile)
			run(tab, t, chromedp.Navigate("about:blank"), chromedp.Navigate(s.page), chromedp.WaitVisible("#list li", chromedp.ByQuery))
			for _, screen := range requestScreens {
				name := screen.name + "-" + size.name + "-" + scheme
				t.Run(name, func(t *testing.T) {
					for _, selector := range screen.click {
						run(tab, t, chromedp.Click(selector, chromedp.ByQuery))
					}
					if screen.name != "list" || !size.mobile {
						run(tab, t, chromedp.WaitVisible(screen.ready, chromedp.ByQuery))
					}
					grounds[scheme] = lookAt(tab, t, w, screen.least)
					screenshot(tab, t, "requests-"+name)
				})
			}
		}
		if grounds["light"] == grounds["dark"] {
			t.Errorf("%s: the ground is %s in light and in dark", size.name, grounds["light"])
		}
	}
}
