package lifecycle

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/local/emulator"
)

// environment is that of a user who has an account, which is the emulator.
func environment(t *testing.T, e *emulator.Emulator) []string {
	t.Helper()
	home := t.TempDir()
	config := filepath.Join(home, "config")
	plain, secure := httptest.NewServer(names(e)), httptest.NewTLSServer(names(e))
	t.Cleanup(plain.Close)
	t.Cleanup(secure.Close)
	must(t, os.WriteFile(config, []byte("[profile my-profile]\naws_access_key_id = test\naws_secret_access_key = test\n"), 0o600))
	curl := "silent\nshow-error\nfail\ninsecure\n" +
		"connect-to = \":443:" + secure.Listener.Addr().String() + "\"\n" +
		"connect-to = \":80:" + plain.Listener.Addr().String() + "\"\n"
	must(t, os.WriteFile(filepath.Join(home, ".curlrc"), []byte(curl), 0o600))
	env := slices.DeleteFunc(e.Env(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		// The keys are in the profile; and make, which may have started this test, would hand its
		// own arguments on.
		return slices.Contains([]string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS"}, name)
	})
	return append(env,
		fmt.Sprintf("ARGS=--port %d", e.Port), // make's
		"AWS_CONFIG_FILE="+config,
		"CDK_FORCE=true", "CDK_REQUIRE_APPROVAL=never",
		"CURL_HOME="+home,
		"PATH="+filepath.Dir(awsCLI())+":"+filepath.Join(root, "node_modules", ".bin")+":"+os.Getenv("PATH"),
	)
}

// names sends requests for the names that front ends have on AWS to where they are on this machine.
func names(e *emulator.Emulator) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		all, err := e.FrontEnds(r.Context())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		stage, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		for _, f := range all {
			to, err := url.Parse(f.URL)
			api := strings.Contains(r.Host, ".execute-api.") && slices.Contains(f.Stages, stage)
			alb := strings.HasPrefix(r.Host, f.Stack+"-") && f.Protocol == "HTTP"
			if err == nil && (api || alb) {
				(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
					r.SetURL(to)
					r.Out.Host = r.In.Host
				}, Transport: http.DefaultTransport}).ServeHTTP(w, r)
				return
			}
		}
		http.Error(w, "no front end is called "+r.Host, http.StatusBadGateway)
	})
}
