// Command local runs the whole life cycle of the application on this machine: no AWS account, no Docker.
//
//	go run ./local up      start the emulator, deploy all stacks, ask both front doors
//	go run ./local down    destroy all stacks, check that nothing is left, stop the emulator
//	go run ./local status  say what runs
//
// It installs what it needs into the clone (node_modules and .local) and changes nothing outside of it, but
// for the caches of the Go command, npm, pip and jsii. It needs Go, Node.js and Python, and Linux: the emulator
// runs the function's Linux binary itself.
//
// Exit codes: 0 if all went well (status: if all is up), 1 if something failed or is left (status: if
// something is not up), 2 if the command line is wrong, 130 if interrupted. The Go command reports each but 0 as 1.
//
// Ctrl-C at any moment is fine: the next up goes on from there.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"example.com/alb-lambda/local/emulator"
)

const usage = `usage: go run ./local up|down|status [flags]

  up      start the emulator, deploy all stacks, ask both front doors
  down    destroy all stacks, check that nothing is left, stop the emulator
  status  say what runs

flags:
  --port N       port of the emulator on 127.0.0.1 (default 4566)
  --stage NAME   stage that up deploys (default dev); down destroys all stages
  -c KEY=VALUE   more context for the CDK toolkit, for example -c protect=true; may be repeated
`

var errUsage = errors.New("wrong command line")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := dispatch(ctx, args, stdout)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(stdout, usage)
		return 0
	case errors.Is(err, errUsage):
		_, _ = fmt.Fprintf(stderr, "local: %v\n\n%s", err, usage)
		return 2
	case ctx.Err() != nil:
		_, _ = fmt.Fprintln(stderr, "local: interrupted; the next up goes on from here")
		return 130
	case errors.Is(err, errNotUp): // status has said it
		return 1
	default:
		_, _ = fmt.Fprintf(stderr, "local: %v\n", err)
		return 1
	}
}

// A session is one run of the command.
type session struct {
	*emulator.Deployment
	out io.Writer
}

// say tells the user what happens.
func (s *session) say(line string) { _, _ = fmt.Fprintln(s.out, line) }

func dispatch(ctx context.Context, args []string, stdout io.Writer) error {
	commands := map[string]func(context.Context, *session) error{"up": up, "down": down, "status": status}
	if len(args) == 0 {
		return fmt.Errorf("%w: no command", errUsage)
	}
	name := args[0]
	if name == "help" || name == "-h" || name == "--help" {
		return flag.ErrHelp
	}
	command, ok := commands[name]
	if !ok {
		return fmt.Errorf("%w: there is no command %q", errUsage, name)
	}
	var (
		flags = flag.NewFlagSet(name, flag.ContinueOnError)
		port  = flags.Int("port", emulator.DefaultPort, "")
		stage = flags.String("stage", "dev", "")
		pairs []string
	)
	flags.SetOutput(io.Discard)
	flags.Func("c", "", func(pair string) error {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" {
			return errors.New("it is not KEY=VALUE")
		}
		if key == "stage" {
			*stage = value
			return nil
		}
		pairs = append(pairs, pair)
		return nil
	})
	if err := flags.Parse(args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%w: %q is not a flag", errUsage, flags.Arg(0))
	}
	if *port < 1 || *port > 65535 {
		return fmt.Errorf("%w: --port %d is outside 1..65535", errUsage, *port)
	}
	if *stage == "" || filepath.Base(*stage) != *stage || strings.HasPrefix(*stage, ".") {
		return fmt.Errorf("%w: --stage %q is no stage", errUsage, *stage) // the application says what else is none
	}
	root, err := findRoot()
	if err != nil {
		return err
	}
	e := emulator.New(emulator.Config{Root: root, Port: *port})
	return command(ctx, &session{
		Deployment: &emulator.Deployment{Emulator: e, Stage: *stage, Context: pairs},
		out:        stdout,
	})
}

// findRoot finds the clone: the nearest directory, from the working directory up, that has the application.
func findRoot() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "cdk.json")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is not inside a clone of the application: no cdk.json there or above", start)
		}
	}
}
