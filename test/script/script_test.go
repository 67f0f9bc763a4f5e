// Package script runs what a user types, as testscript files in testdata: the application under the
// CDK toolkit, and the targets of the Makefile that change the clone.
//
// What the exit code, the output and the files show may enter. What needs an emulator is the
// business of test/lifecycle.
package script

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"example.com/alb-lambda/test/internal/clone"
	"github.com/rogpeppe/go-internal/testscript"
)

var (
	root string // of the repository
	bin  string // a folder with the application as the program app
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "script")
	if err == nil {
		defer func() { _ = os.RemoveAll(dir) }()
		bin = dir
		root, err = filepath.Abs("../..")
	}
	if err == nil {
		build := exec.CommandContext(context.Background(), "go", "build", "-o", filepath.Join(dir, "app"), ".")
		build.Dir, build.Stderr = root, os.Stderr
		err = build.Run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("ROOT", root)
			env.Setenv("PATH", bin+":"+filepath.Join(root, "node_modules", ".bin")+":"+env.Getenv("PATH"))
			for _, name := range []string{"HOME", "GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY", "GOSUMDB", "GOFLAGS"} {
				if value, ok := os.LookupEnv(name); ok {
					env.Setenv(name, value)
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"clone": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(clone.Copy(t.Context(), root, ts.MkAbs(args[0])))
			},
		},
	})
}
