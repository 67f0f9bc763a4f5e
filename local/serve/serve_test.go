package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

func TestServe(t *testing.T) {
	t.Setenv("SECRET_OF_THE_BUILDER", "never")
	file := filepath.Join(t.TempDir(), "env")
	if err := os.WriteFile(file, []byte("# what is known at deployment only\nTABLE=stock\n[shop/Single]\nTABLE=other\nLEVEL = info\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	set, token := newKeys(t)
	keys := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(keys, []byte(set), 0o600); err != nil {
		t.Fatal(err)
	}
	a := start(t, func(o *options) { o.env, o.jwks = file, keys })
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
	t.Run("tokens", func(t *testing.T) {
		for authorization, want := range map[string]int{"": 401, "Bearer " + token: 200, "Bearer " + token + "x": 401} {
			response, body := a.send("GET", a.url(httpsName)+"/machines", func(r *http.Request) { r.Header.Set("Authorization", authorization) })
			if response.StatusCode != want || (want == 401) != strings.Contains(body, "401 Unauthorized") {
				t.Errorf("%.20s: %s %s", authorization, response.Status, body)
			}
		}
		a.waitFor("the request has no token")
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
			{"/brief/late", nil, 502, "task timed out after 2.00 seconds"},
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
		dir, path := waiting(t, "/hello")
		for i := range bodies {
			all.Go(func() { _, bodies[i] = a.get(path) })
		}
		a.atWork(dir, len(bodies))
		all.Wait()
		if bodies[0] == bodies[1] || bodies[1] == bodies[2] || !hello.MatchString(bodies[0]) {
			t.Errorf("requests that overlap were served by %q", bodies)
		}
		var status int
		dir, path = waiting(t, "/single")
		all.Go(func() {
			response, _ := a.get(path)
			status = response.StatusCode
		})
		a.atWork(dir, 1, func() {
			if response, _ := a.get("/single"); response.StatusCode != http.StatusBadGateway {
				t.Errorf("a second request with a reserved concurrency of 1: %s", response.Status)
			}
		})
		all.Wait()
		if status != http.StatusOK {
			t.Errorf("the first request with a reserved concurrency of 1: %d", status)
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
	t.Run("streams", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "go on")
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.url("shop/StreamURL")+"/?file="+url.QueryEscape(file), nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := a.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		in := bufio.NewReader(response.Body)
		first, err := in.ReadString('\n') // before the function writes the rest
		if err != nil || first != "one\n" || response.StatusCode != http.StatusOK {
			t.Fatalf("%s %q, %v", response.Status, first, err)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if rest, err := io.ReadAll(in); err != nil || string(rest) != "two\n" {
			t.Errorf("%q, %v", rest, err)
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
		a.get("/hello/x?q=1")
		if line := regexp.MustCompile(`(?m)^\d\d:\d\d:\d\d alb GET  /hello/x\?q=1 200 \S+ by shop/Edge/Mount-/hello → shop/Hello$`); !a.until(func() bool { return line.MatchString(a.said.String()) }) {
			t.Errorf("no line is like %s", line)
		}
	})
	t.Run("access logs", func(t *testing.T) {
		a.get("/hello/x?q=1")
		var text []byte
		if !a.until(func() bool {
			logs, err := filepath.Glob(filepath.Join(a.dir, ".local", "logs", "*.log"))
			if err == nil && len(logs) == 1 {
				text, err = os.ReadFile(logs[0])
			}
			return err == nil && strings.Contains(string(text), `:443/hello/x?q=1 HTTP/`)
		}) {
			t.Errorf("the access logs: %s", text)
		}
	})
}
