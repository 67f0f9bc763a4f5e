package cdkapp_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"example.com/alb-lambda/constructs/cdkapp"
)

func TestContext(t *testing.T) {
	file := filepath.Join(t.TempDir(), "overflow.json")
	if err := os.WriteFile(file, []byte(`{"stage": "prod", "large": [1]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		overflow, variable string
		want               map[string]any
		err                bool
	}{
		{"", "", map[string]any{}, false},
		{"", `{"stage": "dev"}`, map[string]any{"stage": "dev"}, false},
		{file, `{"stage": "dev"}`, map[string]any{"stage": "dev", "large": []any{1.0}}, false},
		{file, "", map[string]any{"stage": "prod", "large": []any{1.0}}, false},
		{"", "{", nil, true},
		{file + ".missing", "", nil, true},
	} {
		t.Setenv("CONTEXT_OVERFLOW_LOCATION_ENV", c.overflow)
		t.Setenv("CDK_CONTEXT_JSON", c.variable)
		got, err := cdkapp.Context()
		if (err != nil) != c.err || !c.err && !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q and %q: got %v, %v; want %v", c.overflow, c.variable, got, err, c.want)
		}
	}
}
