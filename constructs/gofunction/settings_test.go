package gofunction_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/internal/cdktest"
)

// The props that are settings of the go command reach it, by New and by Code. A go command in front
// of the real one writes down what it is told, and something that is an executable by its first
// bytes.
func TestSettingsReachTheGoCommand(t *testing.T) {
	real, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	told := filepath.Join(dir, "told")
	script := fmt.Sprintf(`#!/bin/sh
[ "$1" = build ] || exec %q "$@"
echo "$GOARCH $GOAMD64 $GOARM64 $GOEXPERIMENT" >> %q
while [ $# -gt 0 ]; do [ "$1" != -o ] || printf '\177ELF' > "$2"; shift; done
`, real, told)
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	stack := cdktest.Stack(t)
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	gofunction.New(stack, "Default", &gofunction.Props{Package: hello})
	gofunction.New(stack, "AMD64", &gofunction.Props{Package: hello, Architecture: gofunction.AMD64, GOAMD64: "v3", GOEXPERIMENT: "jsonv2"})
	gofunction.Code(stack, &gofunction.CodeProps{Package: hello, GOARM64: "v8.2,lse"})
	text, err := os.ReadFile(told)
	if err != nil {
		t.Fatal(err)
	}
	want := "arm64 v1 v8.0 \namd64 v3 v8.0 jsonv2\narm64 v1 v8.2,lse \n"
	if got := string(text); got != want {
		t.Errorf("the go command was told\n%s\nwant\n%s", strings.TrimSpace(got), want)
	}
}
