package features

import (
	"crypto/tls"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/clone"
	"example.com/alb-lambda/test/internal/stage"
)

// updatesOrder is that in which the stacks of the app are deployed.
var updatesOrder = []string{"edge", "first", "second", "sni"}

// paths of the routes that are the same in both versions.
var paths = []string{"/id", "/priority", "/swap-a", "/swap-b", "/taken", "/moved", "/stays", "/stays-too", "/mode"}

// TestUpdates deploys version 1 of an app, version 2, version 1 again, and shows that each route
// responds in each, and that nothing of the other version is left.
func TestUpdates(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stage.Must(t, clone.Copy(t.Context(), root, dir))
	e := stage.Start(t, dir)
	d, _ := stage.Deployment(t, e, "dev")
	stage.Must(t, d.Bootstrap(t.Context()))
	app := build(t, dir, "./test/features/updates")
	var resources []map[string]int
	for _, version := range []string{"1", "2", "1"} {
		stage.Step(t, "version "+version, func() {
			d.Context = []string{"version=" + version}
			stage.Must(t, d.CDK(t.Context(), "deploy", "--all", "--require-approval", "never", "--app", app))
			wantVersion(t, e, version)
			resources = append(resources, kinds(t, e))
		})
	}
	for kind, n := range resources[0] {
		if resources[2][kind] != n {
			t.Errorf("%d of kind %s at first, %d after version 2", n, kind, resources[2][kind])
		}
	}
}

func kinds(t *testing.T, e *emulator.Emulator) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, r := range stage.Resources(t, e) {
		counts[r.Kind]++
	}
	return counts
}

func wantVersion(t *testing.T, e *emulator.Emulator, version string) {
	t.Helper()
	front := map[int]emulator.FrontEnd{}
	all, err := e.FrontEnds(t.Context())
	stage.Must(t, err)
	for _, f := range all {
		front[f.Port] = f
	}
	if len(all) != 2 || front[80].URL == "" || front[8081].URL == "" {
		t.Fatalf("version %s: the front ends are %v", version, all)
	}
	// what issues the certificates is not the matter here
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // see above
	send := func(base, path string) (int, string) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+path, http.NoBody)
		stage.Must(t, err)
		response, err := client.Do(request)
		stage.Must(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		stage.Must(t, err)
		return response.StatusCode, string(body)
	}
	status := func(path string) (int, string) { return send(front[80].URL, path) }
	there, gone, mode, protocol := "/path", "/other-path", true, "HTTP"
	if version == "2" {
		there, gone, mode, protocol = gone, there, false, "HTTPS"
	}
	for _, path := range append([]string{there, there + "/below"}, paths...) {
		if code, body := status(path); code != http.StatusOK || !strings.Contains(body, `"integrationType":"alb"`) {
			t.Errorf("version %s: GET %s: %d %.200s", version, path, code, body)
		}
	}
	if code, body := send(front[8081].URL, "/admin"); code != http.StatusOK {
		t.Errorf("version %s: GET /admin on port 8081: %d %.200s", version, code, body)
	}
	if code, _ := status(gone); code != http.StatusNotFound {
		t.Errorf("version %s: GET %s: %d, want 404", version, gone, code)
	}
	if _, body := status("/mode"); strings.Contains(body, "with multi-value headers") != mode {
		t.Errorf("version %s: multi-value headers are not %t: %.200s", version, mode, body)
	}
	if got := front[8081].Protocol; got != protocol {
		t.Errorf("version %s: port 8081 has protocol %s, want %s", version, got, protocol)
	}
}

// TestUpdatesHaveAnOrder compares the templates of both versions, in both directions: nothing that
// AWS allows only once is taken before it is given up, whichever stack a route with an assigned
// priority moves to. The emulator does not enforce any of it, and it does not have the certificates
// of a listener.
func TestUpdatesHaveAnOrder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stage.Must(t, clone.Copy(t.Context(), root, dir))
	app := build(t, dir, "./test/features/updates")
	versions := map[string]map[string]*cdktest.Template{}
	for _, version := range []string{"1", "2"} {
		out := t.TempDir()
		d := &emulator.Deployment{Emulator: emulator.New(emulator.Config{Root: dir, Dir: out}), Stage: "dev", Context: []string{"version=" + version, "certificates=true"}}
		stage.Must(t, d.CDK(t.Context(), "synth", "--quiet", "--app", app))
		versions[version] = cdktest.Read(t, filepath.Join(out, "stages", "dev", "cdk.out"), cdktest.Suffix)
	}
	for _, way := range [][2]string{{"1", "2"}, {"2", "1"}} {
		if found := conflicts(updatesOrder, versions[way[0]], versions[way[1]]); len(found) > 0 {
			t.Errorf("from version %s to %s:\n%s", way[0], way[1], strings.Join(found, "\n"))
		}
	}
}

// build compiles an app of the clone.
func build(t *testing.T, dir, pkg string) string {
	t.Helper()
	app := filepath.Join(t.TempDir(), "app")
	stage.Must(t, run(t, dir, "go", "build", "-o", app, pkg))
	if _, err := os.Stat(app); err != nil {
		t.Fatal(err)
	}
	return app
}
