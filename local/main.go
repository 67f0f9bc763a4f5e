// Command local runs the whole life cycle of the application on this machine: no AWS account, no
// Docker.
//
//	go run ./local up       start the emulator, deploy all stacks, send a request to each endpoint
//	go run ./local down     destroy all stacks, check that nothing is left, stop the emulator
//	go run ./local status   show what is running
//	go run ./local serve    run the front ends and the functions, without the emulator
//	go run ./local explain  say what a load balancer does with one request
//
// Serve and explain are the program of local/serve, which runs on Linux, macOS and Windows.
//
// It installs what it needs into the clone (node_modules and .local) and changes nothing outside of
// it, except the caches of the Go command, npm, pip and jsii. It needs Go, Node.js and Python, and
// Linux: the emulator runs the function's Linux binary itself.
//
// Exit codes: 0 if all went well (status: if all is up), 1 if something failed or is left (status:
// if something is not up), 2 if the command line is wrong, 130 if interrupted. The Go command
// reports each but 0 as 1.
//
// Ctrl-C at any moment is safe: the next up continues from there.
//
// The command line may enter. What the commands do is the business of package lifecycle, and the
// emulator's that of package emulator.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"example.com/alb-lambda/local/internal/help"
	"example.com/alb-lambda/local/setup"
)

const usage = `usage: go run ./local up|down|status [flags]
       go run ./local serve|explain [flags]

  up      start the emulator, deploy all stacks, send a request to each endpoint
  down    destroy all stacks, check that nothing is left, stop the emulator
  status  show what is running

flags:
  --port N       port of the emulator on 127.0.0.1 (default 4566)
  --stage NAME   stage that up deploys (default dev); down destroys all stages
  -c KEY=VALUE   more context for the CDK toolkit, for example -c protect=true; may be repeated

exit codes: 0 all went well, or all is up; 1 something failed, is left, or is not up; 2 wrong command line;
130 interrupted. go run reports each but 0 as 1.

`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := start(ctx, os.Args[1:])
	interrupted := ctx.Err() != nil
	stop()
	switch {
	case err == nil:
	case interrupted:
		fmt.Fprintln(os.Stderr, "local: interrupted; the next up continues from here")
		os.Exit(130)
	case errors.Is(err, errUsage):
		fmt.Fprintf(os.Stderr, "local: %v\n\n%s", err, usage)
		os.Exit(2)
	default:
		fmt.Fprintf(os.Stderr, "local: %v\n", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("wrong command line")

// start sets the clone up and replaces itself by the program that does the work. That one needs the
// AWS SDK, which takes a while to compile the first time: it compiles while the tools are
// installed.
func start(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%w: no command", errUsage)
	}
	if slices.ContainsFunc(args, func(arg string) bool {
		return slices.Contains([]string{"help", "-h", "-help", "--help"}, arg)
	}) {
		_, err := fmt.Print(usage + help.Serve)
		return err
	}
	if args[0] == "serve" || args[0] == "explain" {
		return startServe(ctx, args)
	}
	if !slices.Contains([]string{"up", "down", "status"}, args[0]) {
		return fmt.Errorf("%w: there is no command %q", errUsage, args[0])
	}
	if runtime.GOOS != "linux" {
		return fmt.Errorf("the emulator runs the function's Linux binary itself, and this is %s; use a Linux machine, "+
			"WSL or a container with Go, Node.js and Python", runtime.GOOS)
	}
	root, err := findRoot()
	if err != nil {
		return err
	}
	if err := os.Chdir(root); err != nil {
		return err
	}
	say := func(line string) { fmt.Println(line) }
	if args[0] == "up" {
		err = setup.Ensure(ctx, root, say)
	} else {
		err = setup.Build(ctx, root, say)
	}
	if err != nil {
		return err
	}
	program := filepath.Join(root, setup.Program)
	return become(program, args)
}

// startServe builds local/serve and becomes it, in the folder that the user is in: --app is from
// there.
func startServe(ctx context.Context, args []string) error {
	root, err := findUp("local/serve/main.go") // an example inside of the clone has a cdk.json too
	if err != nil {
		return err
	}
	program := filepath.Join(root, ".local", "bin", "serve")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	late := time.AfterFunc(2*time.Second, func() { fmt.Println("compiling local/serve") })
	defer late.Stop()
	cmd := exec.CommandContext(ctx, "go", "build", "-C", root, "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", program, "./local/serve")
	cmd.Env = append(os.Environ(), setup.Compiler()...)
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build ./local/serve: %w\n%s", err, output)
	}
	late.Stop()
	return become(program, args)
}

// findRoot returns the clone: the nearest directory, from the working directory up, that has the
// application.
func findRoot() (string, error) { return findUp("cdk.json") }

// findUp returns the nearest directory, from the working directory up, that has a file.
func findUp(name string) (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is not inside a clone of the application: no %s there or above", start, name)
		}
	}
}
