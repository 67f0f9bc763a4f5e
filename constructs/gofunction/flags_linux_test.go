package gofunction_test

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// The program is built for Linux, and is run here.
func TestBuildFlagsReachTheProgram(t *testing.T) {
	architecture := gofunction.ARM64
	if runtime.GOARCH == "amd64" {
		architecture = gofunction.AMD64
	}
	outdir := t.TempDir()
	stack := awscdk.NewStack(awscdk.NewApp(&awscdk.AppProps{Outdir: &outdir}), jsii.String("test"), nil)
	gofunction.New(stack, "Hello", &gofunction.Props{
		Package:      hello,
		Architecture: architecture,
		Tags:         []string{"fancy"},
		LDFlags:      "-X main.version=1.2.3",
	})
	bootstraps, err := filepath.Glob(filepath.Join(outdir, "asset.*", "bootstrap"))
	if err != nil || len(bootstraps) != 1 {
		t.Fatalf("assets: %v, %v", bootstraps, err)
	}
	out, err := exec.Command(bootstraps[0]).Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != "1.2.3 fancy" {
		t.Errorf("the program says %q, %v", got, err)
	}
}
