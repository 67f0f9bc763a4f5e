package gobuild_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/gobuild"
)

// module writes a Go module and returns its folder.
func module(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const goMod = "module example.com/f\n\ngo 1.26\n"

// sum builds anew and returns the checksum of the executable.
func sum(t *testing.T, s gobuild.Spec) [sha256.Size]byte {
	t.Helper()
	dir, err := gobuild.Build(t.TempDir(), s)
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := os.ReadFile(filepath.Join(dir, "bootstrap"))
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(bytes)
}

func TestNoSettingOfTheBuilderChangesTheBytes(t *testing.T) {
	dir := module(t, map[string]string{
		"go.mod": goMod,
		// Each of the settings below shows: a variable for the linker to set, division that newer
		// instruction sets do otherwise, and the inlined call of a function.
		"main.go": "package main\n\nimport \"math/bits\"\n\nvar version = \"mine\"\n\nfunc main() { println(version, bits.OnesCount(uint(len(version)))) }\n",
	})
	file := filepath.Join(dir, "settings")
	if err := os.WriteFile(file, []byte("GOFLAGS=-gcflags=all=-N\nGOAMD64=v4\nGOARM64=v9.0\nGOEXPERIMENT=nogreenteagc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, arch := range []string{"amd64", "arm64"} {
		spec := gobuild.Spec{Package: ".", Dir: dir, GOARCH: arch}
		want := sum(t, spec)
		for name, value := range map[string]string{
			"GOFLAGS": "-ldflags=-X=main.version=yours", "GOAMD64": "v4", "GOARM64": "v9.0", "GOEXPERIMENT": "nogreenteagc", "GOFIPS140": "latest",
			"CGO_ENABLED": "1", "GOOS": "windows", "GOARCH": "386", "GO_EXTLINK_ENABLED": "1", "GOENV": file,
		} {
			t.Run(arch+" "+name, func(t *testing.T) {
				t.Setenv(name, value)
				if sum(t, spec) != want {
					t.Errorf("%s=%s changes the executable", name, value)
				}
			})
		}
	}
}

func TestSettingsThatSayWhereModulesAreStillCount(t *testing.T) {
	dir := module(t, map[string]string{
		"go.mod":  goMod + "\nrequire example.com/elsewhere v1.0.0\n",
		"go.sum":  "example.com/elsewhere v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nexample.com/elsewhere v1.0.0/go.mod h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
		"main.go": "package main\n\nimport _ \"example.com/elsewhere\"\n\nfunc main() {}\n",
	})
	mirror := "file://" + filepath.ToSlash(filepath.Join(dir, "mirror"))
	file := filepath.Join(dir, "settings")
	if err := os.WriteFile(file, []byte("GOPROXY="+mirror+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"GOPROXY": mirror, "GOENV": file} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			_, err := gobuild.Build(t.TempDir(), gobuild.Spec{Package: ".", Dir: dir, GOARCH: "arm64"})
			if err == nil || !strings.Contains(err.Error(), mirror) {
				t.Errorf("the module was not looked for in %s: %v", mirror, err)
			}
		})
	}
}

// The toolkit names the assembly relative to the app, which may be in a folder of the module.
func TestAssemblyIsRelativeToTheApp(t *testing.T) {
	dir := module(t, map[string]string{"go.mod": goMod, "main.go": "package main\n\nfunc main() {}\n", "app/app.go": "package app\n"})
	t.Chdir(filepath.Join(dir, "app"))
	built, err := gobuild.Build("cdk.out", gobuild.Spec{Package: ".", Dir: dir, GOARCH: "arm64"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(built, "bootstrap")); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNoProgramIsNotBuilt(t *testing.T) {
	dir := module(t, map[string]string{
		"go.mod":               goMod,
		"library/library.go":   "package library\n\nfunc F() {}\n",
		"cgo/main.go":          "package main\n\nimport _ \"example.com/f/cgo/inner\"\n\nfunc main() {}\n",
		"cgo/inner/inner.go":   "package inner\n\n// #include <math.h>\nimport \"C\"\n",
		"both/both.go":         "package main\n\nimport \"C\"\n\nfunc c() {}\n",
		"both/main.go":         "package main\n\nfunc main() { c() }\n",
		"broken/main.go":       "package main\n\nfunc main() { undefinedHere() }\n",
		"tests/only_test.go":   "package main\n",
		"withoutmain/empty.go": "package main\n",
	})
	for pkg, want := range map[string][]string{
		"./library":     {"go build ./library: not a main package\n" + "package library is not main"},
		"./cgo":         {"example.com/f/cgo/inner needs cgo, which is off: the function is built without a C compiler"},
		"./both":        {"undefined: c", "example.com/f/both needs cgo, which is off"},
		"./broken":      {"broken/main.go:3:15: undefined: undefinedHere"},
		"./tests":       {"go build ./tests: "},
		"./withoutmain": {"function main is undeclared in the main package"},
		"./...":         {"go build ./...: "},
		"./absent":      {"go build ./absent: "},
		"fmt":           {"go build fmt: not a main package\n" + "package fmt is not main"},
	} {
		assembly := t.TempDir()
		_, err := gobuild.Build(assembly, gobuild.Spec{Package: pkg, Dir: dir, GOARCH: "arm64"})
		var failed *gobuild.Error
		if !errors.As(err, &failed) || failed.Package != pkg {
			t.Errorf("%s: %v, want a *gobuild.Error", pkg, err)
			continue
		}
		for _, text := range want {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%s: %q is not in\n%v", pkg, text, err)
			}
		}
		if pkg == "./broken" && strings.Contains(err.Error(), "cgo") {
			t.Errorf("%s: %v", pkg, err)
		}
		if files, _ := filepath.Glob(filepath.Join(assembly, ".gofunction", "*", "bootstrap")); len(files) != 0 {
			t.Errorf("%s: %v is left", pkg, files)
		}
	}
}

// Where a package has other files, the go command leaves those of cgo out without a word.
func TestFilesOfCgoThatAreLeftOutAreListed(t *testing.T) {
	dir := module(t, map[string]string{
		"go.mod":                 goMod,
		"main/main.go":           "package main\n\nimport _ \"example.com/f/inner\"\n\nfunc main() {}\n",
		"main/fast.go":           "package main\n\nimport \"C\"\n\nfunc init() {}\n",
		"inner/inner.go":         "package inner\n",
		"inner/inner_cgo.go":     "//go:build cgo\n\npackage inner\n\nimport \"C\"\n",
		"inner/inner_windows.go": "package inner\n\nimport \"C\"\n",
		"plain/main.go":          "package main\n\nimport _ \"net\"\n\nfunc main() {}\n",
	})
	for pkg, want := range map[string]string{
		"./main":  "[example.com/f/inner/inner_cgo.go example.com/f/main/fast.go]",
		"./plain": "[]", // net has files of cgo, and Go's own others for them
	} {
		s, assembly := gobuild.Spec{Package: pkg, Dir: dir, GOARCH: "arm64"}, t.TempDir()
		if files := gobuild.LeftOut(assembly, s); files != nil {
			t.Errorf("%s: before the build, %v", pkg, files)
		}
		if _, err := gobuild.Build(assembly, s); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(gobuild.LeftOut(assembly, s)); got != want {
			t.Errorf("%s: %s, want %s", pkg, got, want)
		}
	}
}
