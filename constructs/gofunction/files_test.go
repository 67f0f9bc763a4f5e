package gofunction_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// asset synthesizes one function and returns the folder of its asset and the key of it.
func asset(t *testing.T, props gofunction.Props) (dir, key string) {
	t.Helper()
	outdir := t.TempDir()
	stack := awscdk.NewStack(awscdk.NewApp(&awscdk.AppProps{Outdir: &outdir}), jsii.String("test"), nil)
	gofunction.New(stack, "Hello", &props)
	template := cdktest.Synth(t, stack)
	dirs, err := filepath.Glob(filepath.Join(outdir, "asset.*"))
	if err != nil || len(dirs) != 1 {
		t.Fatalf("assets: %v, %v", dirs, err)
	}
	return dirs[0], template.One("AWS::Lambda::Function").Properties["Code"].(map[string]any)["S3Key"].(string)
}

func TestFilesGoBesideTheExecutable(t *testing.T) {
	dir, _ := asset(t, gofunction.Props{Package: hello, Files: map[string]string{
		"web": "./testdata/files", "etc/page.html": "testdata/files/page.html",
	}})
	for file, want := range map[string]os.FileMode{"bootstrap": 0, "web/page.html": 0o644, "web/inner/run.sh": 0o755, "etc/page.html": 0o644, "etc": os.ModeDir | 0o755} {
		info, err := os.Stat(filepath.Join(dir, file))
		if err != nil {
			t.Error(err)
			continue
		}
		if want != 0 && info.Mode() != want && runtime.GOOS != "windows" {
			t.Errorf("%s has the mode %v, want %v", file, info.Mode(), want)
		}
	}
}

// The same content is the same asset wherever it is, whoever owns it and whenever it was written.
func TestFilesAreReproducible(t *testing.T) {
	keys := map[string]bool{}
	for _, mode := range []os.FileMode{0o600, 0o664} {
		source := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(source, []byte("page"), mode); err != nil {
			t.Fatal(err)
		}
		_, key := asset(t, gofunction.Props{Package: hello, Files: map[string]string{"page.html": source}})
		keys[key] = true
	}
	if len(keys) != 1 {
		t.Errorf("the same file gives %d assets", len(keys))
	}
	_, without := asset(t, gofunction.Props{Package: hello})
	if keys[without] {
		t.Error("a file changes nothing in the asset")
	}
}

// What an earlier synth left in the folder of the build is not deployed.
func TestRemovedFilesAreGone(t *testing.T) {
	source, outdir := t.TempDir(), t.TempDir()
	synth := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(source, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		stack := awscdk.NewStack(awscdk.NewApp(&awscdk.AppProps{Outdir: &outdir}), jsii.String("test"), nil)
		gofunction.New(stack, "Hello", &gofunction.Props{Package: hello, Files: map[string]string{"files": source}})
	}
	synth("old")
	if err := os.Remove(filepath.Join(source, "old")); err != nil {
		t.Fatal(err)
	}
	// Another process would build again; this one does after its executable is gone.
	builds, err := filepath.Glob(filepath.Join(outdir, ".gofunction", "*", "bootstrap"))
	if err != nil || len(builds) != 1 || os.Remove(builds[0]) != nil {
		t.Fatalf("builds: %v, %v", builds, err)
	}
	synth("new")
	entries, err := os.ReadDir(filepath.Join(filepath.Dir(builds[0]), "files"))
	if err != nil || len(entries) != 1 || entries[0].Name() != "new" {
		t.Errorf("the folder has %v, %v", entries, err)
	}
}

func TestLinksInFilesAreRejected(t *testing.T) {
	source := t.TempDir()
	if err := os.Symlink("/etc/passwd", filepath.Join(source, "link")); err != nil {
		t.Fatal(err)
	}
	err := buildError(t, gofunction.Props{Package: hello, Files: map[string]string{"files": source}})
	if want := "link is neither a file nor a folder"; !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
}

// A test runs in the folder of its package: a package that is not below it is looked for above, up
// to the root of the module.
func TestPackagesAreFoundFromAnyFolder(t *testing.T) {
	module := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":               "module example.com/shop\n\ngo 1.26\n",
		"orders/main.go":       "package main\n\nfunc main() {}\n",
		"orders/menu.txt":      "menu",
		"infra/deep/x.go":      "package deep\n",
		"elsewhere/b/main.go":  "package main\n\nfunc main() { panic(1) }\n",
		"infra/deep/b/main.go": "package main\n\nfunc main() {}\n",
	} {
		file := filepath.Join(module, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	at := func(folder string, props gofunction.Props) string {
		t.Chdir(filepath.Join(module, folder))
		_, key := asset(t, props)
		return key
	}
	orders := gofunction.Props{Package: "./orders", Files: map[string]string{"menu.txt": "orders/menu.txt"}}
	if root, deep := at(".", orders), at("infra/deep", orders); root != deep {
		t.Errorf("the asset is %s from the root and %s from a folder", root, deep)
	}
	if here, there := at("infra/deep", gofunction.Props{Package: "./b"}), at("elsewhere", gofunction.Props{Package: "./b"}); here == there {
		t.Error("a package of the working folder is not taken before others")
	}
	defer func() {
		if err, ok := recover().(error); !ok || !strings.Contains(err.Error(), "directory not found") {
			t.Errorf("a package that is nowhere: %v", err)
		}
	}()
	at("infra", gofunction.Props{Package: "./absent"})
}

func TestCodeForCDK(t *testing.T) {
	stack := cdktest.Stack(t)
	gofunction.New(stack, "Ours", &gofunction.Props{Package: hello, Tags: []string{"fancy"}})
	awslambda.NewFunction(stack, jsii.String("Plain"), &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_PROVIDED_AL2023(), Handler: jsii.String("bootstrap"), Architecture: awslambda.Architecture_ARM_64(),
		Code: gofunction.Code(stack, &gofunction.CodeProps{Package: hello, Tags: []string{"fancy"}}),
	})
	keys := map[any]bool{}
	for _, f := range cdktest.Synth(t, stack).All("AWS::Lambda::Function") {
		keys[f.Properties["Code"].(map[string]any)["S3Key"]] = true
	}
	if len(keys) != 1 {
		t.Errorf("the same package gives %d assets", len(keys))
	}
	for _, c := range []struct {
		build func()
		want  string
	}{
		{func() { gofunction.Code(stack, nil) }, "test: Package: it is empty; name a main package, like ./lambda/echo"},
		{func() { gofunction.Code(nil, &gofunction.CodeProps{Package: hello}) }, ": scope: it is nil, or not a construct in a stack; give a stack, or a construct in one"},
		{func() {
			gofunction.Code(cdktest.App(t), &gofunction.CodeProps{Package: hello, Architecture: "mips"})
		},
			": scope: it is nil, or not a construct in a stack; give a stack, or a construct in one\n: Architecture: \"mips\" is unknown; use one of arm64, x86_64"},
	} {
		if got := cdktest.Lines(cdktest.Rejected(t, c.build)); got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
}
