// Package gobuild builds Go main packages for Lambda with the go command. It is shared by
// gofunction, which makes an asset of the executable, and by cdkapp, which starts the builds of the
// last synth before CDK. It knows no CDK: starting a build early is only worth it because CDK takes
// longer to start.
//
// It imports no CDK, so that a build can begin before jsii starts. What the executable becomes is
// not its business.
package gobuild

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Spec says what to build and how.
type Spec struct {
	// Package is a main package, as the go command names it, seen from Dir.
	Package, Dir string
	// GOARCH is Go's name of the instruction set.
	GOARCH string
	// Tags and LDFlags are added to those that every function has.
	Tags    []string
	LDFlags string
	// GOEXPERIMENT, GOAMD64 and GOARM64 are those of the go command, in place of those that every
	// function has.
	GOEXPERIMENT, GOAMD64, GOARM64 string `json:",omitempty"`
	// Files go beside the executable: files and folders, by their path there.
	Files map[string]string `json:",omitempty"`
}

// Error says that the go command could not build a package.
type Error struct {
	// Package is the main package, Output what the go command printed, Err how it ended.
	Package, Output string
	Err             error
}

// Error begins with the package and ends with the compiler's own lines.
func (e *Error) Error() string {
	return strings.TrimRight(fmt.Sprintf("go build %s: %v\n%s", e.Package, e.Err, e.Output), "\n")
}

// folder is where an assembly keeps the builds.
const folder = ".gofunction"

// Build builds s, once in the life of this process, and returns the folder that holds the
// executable, named bootstrap. The folder is inside assembly, where the app is synthesized to: what
// is built there stays for the next synth, when the go command finds it up to date, and the toolkit
// lets one command at a time into it.
func Build(assembly string, s Spec) (dir string, err error) {
	wanted(assembly, s)
	return once(filepath.Join(assembly, folder, s.key()), s.build)
}

// LeftOut lists the files of cgo that [Build] left out of the executable of s, each with the import
// path of its package. The go command does so without a word where a package has other files.
func LeftOut(assembly string, s Spec) []string {
	known, ok := builds.Load(filepath.Join(assembly, folder, s.key()))
	if !ok {
		return nil
	}
	build := known.(*state)
	build.Lock()
	defer build.Unlock()
	return build.leftOut
}

// Skip is Build where the toolkit needs no assets: the executable is a placeholder, which is
// never uploaded.
func Skip(assembly string, s Spec) (dir string, err error) {
	return once(filepath.Join(assembly, folder, s.key()+"-not-built"), func(bootstrap string) ([]string, error) {
		return nil, os.WriteFile(bootstrap, []byte("the toolkit needs no assets\n"), 0o600)
	})
}

// GOARCH is Go's name of an architecture of Lambda.
func GOARCH(architecture string) string {
	if architecture == "x86_64" {
		return "amd64"
	}
	return architecture
}

// key tells one build from another.
func (s Spec) key() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q %q %q", s.Dir, s.Package, s.GOARCH, s.tags(), s.ldflags(), s.chosen(), s.Files))
	return hex.EncodeToString(sum[:8])
}

// tags leave out the RPC mode of the retired go1.x runtime.
func (s Spec) tags() string { return strings.Join(append([]string{"lambda.norpc"}, s.Tags...), ",") }

// ldflags leave out the symbol table.
func (s Spec) ldflags() string { return strings.TrimSpace("-s -w " + s.LDFlags) }

// builds has a lock for each folder, so that functions are built side by side.
var builds sync.Map

type state struct {
	sync.Mutex
	done    bool
	leftOut []string
}

// once writes dir/bootstrap unless this process has done so.
func once(dir string, write func(bootstrap string) (leftOut []string, err error)) (string, error) {
	known, _ := builds.LoadOrStore(dir, &state{})
	build := known.(*state)
	build.Lock()
	defer build.Unlock()
	bootstrap := filepath.Join(dir, "bootstrap")
	if _, err := os.Stat(bootstrap); err == nil && build.done {
		return dir, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("gofunction: %w", err)
	}
	leftOut, err := write(bootstrap)
	if err != nil {
		return "", err
	}
	build.leftOut, build.done = leftOut, true
	return dir, nil
}
