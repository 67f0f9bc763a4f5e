package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// requestScreens are what the page of serve looks like, with what has to be clicked for it. The
// page is at the request that was sent last.
var requestScreens = []struct {
	name  string
	least int // texts
	id    int // of the request, if it is another one
	click []string
	ready string
}{
	{"list", 15, 0, nil, ".help"},
	{"route", 15, 0, []string{"#list li:first-child button"}, ".step.end"},
	{"request", 20, 0, []string{"#tab-request"}, ".headers"},
	{"event", 20, 0, []string{"#tab-event"}, "#panel-event .key"},
	{"response", 20, 0, []string{"#tab-response"}, "#panel-response .key"},
	{"compare", 40, 0, []string{"#tab-compare"}, ".parts"},
	{"failure", 15, 3, []string{"#tab-response"}, ".aws"},
	{"passed", 20, 6, []string{"#tab-route"}, ".step.no"},
	{"elsewhere", 20, 7, []string{"#tab-compare"}, ".says"},
	{"replay", 10, 0, []string{"#again"}, "dialog[open]"},
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
					if screen.id != 0 {
						run(tab, t, chromedp.Evaluate(fmt.Sprintf("location.hash = 'r%d'", screen.id), nil))
						until(tab, t, fmt.Sprintf("document.getElementById('detail').dataset.shown === '%d'", screen.id))
					}
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
