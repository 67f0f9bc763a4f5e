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
	must(t, os.WriteFile(config, []byte("[profile my-profile]\naws_access_key_id = test\naws_secret_access_key = test\n"), 0o600))
	curl := "silent\nshow-error\nfail\ninsecure\n" +
		"connect-to = \":443:" + strings.TrimPrefix(secureFront(t, e), "https://") + "\"\n" +
		"connect-to = \":80:" + strings.TrimPrefix(e.URL(), "http://") + "\"\n"
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

// secureFront serves HTTPS for the names of REST APIs on AWS, which the emulator serves by HTTP
// below a path.
func secureFront(t *testing.T, e *emulator.Emulator) string {
	t.Helper()
	to, err := url.Parse(e.URL())
	must(t, err)
	front := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		id, _, _ := strings.Cut(r.In.Host, ".")
		r.SetURL(to)
		r.Out.URL.Path = "/_aws/execute-api/" + id + r.In.URL.Path
		r.Out.Host = to.Host
	}, Transport: http.DefaultTransport})
	t.Cleanup(front.Close)
	return front.URL
}
