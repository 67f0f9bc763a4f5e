package frontends

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeySets(t *testing.T) {
	const set = `{"keys":[]}`
	file := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(file, []byte(set), 0o600); err != nil {
		t.Fatal(err)
	}
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		if r.URL.Path != "/keys" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(set))
	}))
	defer server.Close()
	for _, c := range []struct{ source, address, problem string }{
		{file, "https://id.example/keys", ""}, {server.URL + "/keys", "https://id.example/keys", ""}, {"", server.URL + "/keys", ""},
		{"", server.URL + "/none", "responds 404 Not Found"}, {filepath.Join(t.TempDir(), "absent"), "", "no such file"},
	} {
		k := &KeySets{Source: c.source}
		for range 3 {
			got, err := k.Get(t.Context(), c.address)
			if (err == nil) != (c.problem == "") || err == nil && string(got) != set || err != nil && !strings.Contains(err.Error(), c.problem) {
				t.Errorf("%+v: %s, %v", c, got, err)
			}
		}
	}
	if requests != 1+1+3 { // what fails is not kept
		t.Errorf("%d requests", requests)
	}
}
