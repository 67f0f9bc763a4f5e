package gobuild

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"example.com/alb-lambda/internal/progress"
)

// build writes the executable to output. Its bytes depend on the sources, the flags and the Go
// version alone: no paths (-trimpath), no version control stamp, and none of the builder's
// settings; see environment. It returns the files of cgo that it leaves out.
func (s Spec) build(output string) (leftOut []string, err error) {
	defer progress.Begin("building " + s.Package)()
	// The go command runs in s.Dir; the toolkit names the assembly relative to the app.
	output, err = filepath.Abs(output)
	if err != nil {
		return nil, &Error{Package: s.Package, Err: err}
	}
	env, err := s.environment()
	if err != nil {
		return nil, err
	}
	listed := make(chan []string, 1)
	go func() { listed <- s.cgoFiles(env) }()
	said, err := s.run(env, "build", "-trimpath", "-buildvcs=false", "-tags", s.tags(), "-ldflags", s.ldflags(), "-o", output, s.Package)
	if err == nil && !executable(output) {
		// The go command writes an archive for a package that is not main.
		err = errors.Join(errNotMain, os.Remove(output))
	}
	if err != nil {
		return nil, &Error{Package: s.Package, Output: said + s.hint(env), Err: err}
	}
	if err := s.copyFiles(output); err != nil {
		return nil, &Error{Package: s.Package, Err: err}
	}
	return <-listed, nil
}

var errNotMain = errors.New("not a main package")

// fixed, after its first element, is everything of the environment that changes the bytes of an
// executable. An empty variable falls back to the file that GOENV names and to one of the Go
// installation, so that what can be set to something is. The first element turns the builder's file
// off. The instruction sets are the oldest of their architectures: Lambda promises no newer one.
// https://pkg.go.dev/cmd/go#hdr-Environment_variables
var fixed = []string{
	"GOENV=off", "GOFLAGS=-trimpath", "GOEXPERIMENT=", "GOFIPS140=off", "GO_EXTLINK_ENABLED=",
	"CGO_ENABLED=0", "GOOS=linux", "GOAMD64=v1", "GOARM64=v8.0",
}

// sources are the settings that say where Go, modules and caches are. They do not change the bytes,
// and without them the modules of many a builder are out of reach.
var sources = []string{
	"GO111MODULE", "GOAUTH", "GOCACHE", "GOCACHEPROG", "GOINSECURE", "GOMODCACHE", "GONOPROXY", "GONOSUMDB", "GOPATH",
	"GOPRIVATE", "GOPROXY", "GOSUMDB", "GOTMPDIR", "GOTOOLCHAIN", "GOVCS", "GOWORK",
}

// environment is that of the go command: the builder's own, with the sources that the builder's go
// env file sets, and with everything fixed that would change the bytes.
func (s Spec) environment() ([]string, error) {
	text, err := s.run(append(os.Environ(), fixed[1:]...), append([]string{"env", "-json"}, sources...)...)
	if err != nil {
		return nil, &Error{Package: s.Package, Output: text, Err: err}
	}
	values := map[string]string{}
	if err := json.Unmarshal([]byte(text), &values); err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	env := os.Environ()
	for _, name := range sources {
		if values[name] != "" {
			env = append(env, name+"="+values[name])
		}
	}
	return append(append(append(env, fixed...), "GOARCH="+s.GOARCH), s.chosen()...), nil
}

// chosen are the settings that the caller has chosen, in place of fixed ones.
func (s Spec) chosen() (env []string) {
	for _, setting := range [][2]string{{"GOEXPERIMENT", s.GOEXPERIMENT}, {"GOAMD64", s.GOAMD64}, {"GOARM64", s.GOARM64}} {
		if setting[1] != "" {
			env = append(env, setting[0]+"="+setting[1])
		}
	}
	return env
}

// run runs the go command and returns what it prints.
func (s Spec) run(env []string, args ...string) (string, error) {
	cmd := exec.CommandContext(context.Background(), "go", args...)
	cmd.Dir, cmd.Env = s.Dir, env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// executable says whether a file is one of Linux, which begins with the magic number of ELF.
func executable(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	magic := make([]byte, 4)
	_, err = io.ReadFull(f, magic)
	return err == nil && string(magic) == "\x7fELF"
}

// hint adds to a failed build what the go command leaves out: the name of a package that is not
// main, and the packages that need cgo, which is off.
func (s Spec) hint(env []string) string {
	const format = `{{if eq .DepOnly false}}{{if ne .Name "main"}}{{with .Name}}package {{.}} is not main{{"\n"}}{{end}}{{end}}{{end}}` +
		`{{if not .Standard}}{{if .CgoFiles}}{{.ImportPath}} needs cgo, which is off: the function is built without a C compiler{{"\n"}}{{end}}{{end}}`
	said, err := s.run(append(env, "CGO_ENABLED=1"), "list", "-e", "-deps", "-tags", s.tags(), "-f", format, s.Package)
	if err != nil || strings.TrimSpace(said) == "" {
		return ""
	}
	return said
}

// cgoFiles are the files of cgo of all packages but Go's own, which the build leaves out.
func (s Spec) cgoFiles(env []string) (files []string) {
	const format = `{{if not .Standard}}{{$package := .ImportPath}}{{range .CgoFiles}}{{$package}}/{{.}}{{"\n"}}{{end}}{{end}}`
	said, err := s.run(append(slices.Clone(env), "CGO_ENABLED=1"), "list", "-deps", "-tags", s.tags(), "-f", format, s.Package)
	if err != nil {
		return nil // the build says what is wrong
	}
	return strings.Fields(said)
}
