package page

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// Nobody but the page itself reads or sends requests: no other site, no other port of this machine,
// no name that leads here.
func TestOthersAreKeptOut(t *testing.T) {
	a := start(t)
	id := a.send(albFront, "GET", "/x", "")
	own := strings.TrimPrefix(a.server.URL, "http://")
	for _, c := range []struct {
		method, path, host, origin, site, kind string
		status                                 int
	}{
		{"GET", "/", "", "", "", "", 200},
		{"GET", "/", "localhost:9900", "", "", "", 200},
		{"GET", "/", "", "", "cross-site", "", 200}, // a link
		{"GET", "/", "rebound.example:9900", "", "same-origin", "", 403},
		{"GET", "/", "127.0.0.1.rebound.example", "", "", "", 403},
		{"GET", "/", "192.0.2.1", "", "", "", 403},
		{"GET", "/requests/1", "", "", "same-origin", "", 200},
		{"GET", "/requests/1", "", "", "none", "", 200},
		{"GET", "/requests/1", "rebound.example", "", "same-origin", "", 403},
		{"GET", "/requests/1", "", "http://" + own, "same-origin", "", 200},
		{"GET", "/requests/1", "", "https://other.example", "cross-site", "", 403},
		{"GET", "/requests/1", "", "", "cross-site", "", 403},
		{"GET", "/requests/1", "", "http://127.0.0.1:8080", "same-site", "", 403},
		{"GET", "/live", "", "", "same-site", "", 403},
		{"GET", "/requests/1", "", "null", "", "", 403}, // a sandbox, or a file
		{"POST", "/clear", "", "http://" + own, "same-origin", "application/json", 204},
		{"POST", "/replay", "", "https://other.example", "cross-site", "application/json", 403},
		{"POST", "/replay", "", "https://other.example", "", "application/json", 403},
		{"POST", "/replay", "", "", "cross-site", "application/json", 403},
		// what a form can send
		{"POST", "/replay", "", "http://" + own, "same-origin", "text/plain", 403},
		{"GET", "/replay", "", "", "", "", 405},
		{"GET", "/nothing", "", "", "", "", 404},
	} {
		r, err := http.NewRequestWithContext(t.Context(), c.method, a.server.URL+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.host != "" {
			r.Host = c.host
		}
		for name, value := range map[string]string{"Origin": c.origin, "Sec-Fetch-Site": c.site, "Content-Type": c.kind} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close() // it is not read
		if response.StatusCode != c.status {
			t.Errorf("%+v: %d", c, response.StatusCode)
		}
		if c.method == "POST" && c.status == 204 {
			a.send(albFront, "GET", "/x", "")
		}
		if response.Header.Get("Access-Control-Allow-Origin") != "" || response.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" || response.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%+v: %v", c, response.Header)
		}
	}
	if id != 1 {
		t.Errorf("the request has the id %d", id)
	}
}

// The document is all there is: nothing in it leads to another place but the links to AWS, and the
// policy lets nothing run but what is in it.
func TestSelfContained(t *testing.T) {
	a := start(t)
	response, err := http.Get(a.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	document := string(text)
	for _, c := range []string{`src\s*=`, `@import`, `\burl\(`, `style="`, ` on[a-z]+="`, `innerHTML`, `insertAdjacentHTML`, `eval\(`, `{{`} {
		if found := regexp.MustCompile(c).FindString(document); found != "" {
			t.Errorf("the document has %s", found)
		}
	}
	for _, link := range regexp.MustCompile(`https?://[^\s"'<]+`).FindAllString(document, -1) {
		if link != "http://www.w3.org/2000/svg" && !strings.HasPrefix(link, "https://www.w3.org/WAI/") && !strings.HasPrefix(link, "http://127.0.0.1") {
			t.Errorf("the document has the address %s", link)
		}
	}
	_, style, _ := strings.Cut(document, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	_, script, _ := strings.Cut(document, "<script>")
	script, _, _ = strings.Cut(script, "</script>")
	policy := response.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src " + hash(script) + ";", "style-src " + hash(style) + ";", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy %q lacks %s", policy, want)
		}
	}
}
