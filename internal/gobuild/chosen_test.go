package gobuild

import (
	"strings"
	"testing"
)

// What the caller chooses reaches the compiler in place of what every function has, and is a build
// of its own. Whether the compiler heeds it is the business of the Go toolchain.
func TestChosenSettings(t *testing.T) {
	last := func(s Spec, name string) (value string) {
		t.Helper()
		env, err := s.environment()
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range env {
			if v, ok := strings.CutPrefix(e, name+"="); ok {
				value = v
			}
		}
		return value
	}
	for name, c := range map[string]struct {
		spec          Spec
		fixed, chosen string
	}{
		"GOAMD64":      {Spec{GOARCH: "amd64", GOAMD64: "v3"}, "v1", "v3"},
		"GOARM64":      {Spec{GOARCH: "arm64", GOARM64: "v8.2,crypto"}, "v8.0", "v8.2,crypto"},
		"GOEXPERIMENT": {Spec{GOARCH: "arm64", GOEXPERIMENT: "jsonv2"}, "", "jsonv2"},
	} {
		plain := Spec{GOARCH: c.spec.GOARCH}
		t.Setenv(name, "the builder's own")
		if got := last(plain, name); got != c.fixed {
			t.Errorf("%s is %q, want %q", name, got, c.fixed)
		}
		if got := last(c.spec, name); got != c.chosen {
			t.Errorf("%s is %q, want %q", name, got, c.chosen)
		}
		if plain.key() == c.spec.key() {
			t.Errorf("%s shares the folder of another build", name)
		}
	}
}
