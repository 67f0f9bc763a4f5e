// Command lifecycle does the work of `go run ./local`, which builds and starts it when the tools
// are installed: up, down and status. Its command line and exit codes are those of local.
//
// The order of steps and what a user reads may enter. How the emulator works is the business of
// package emulator.
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

	"example.com/alb-lambda/deployment"
	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
)

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
	case errors.Is(err, errUsage):
		_, _ = fmt.Fprintf(stderr, "local: %v; go run ./local help lists the commands\n", err)
		return 2
	case ctx.Err() != nil:
		_, _ = fmt.Fprintln(stderr, "local: interrupted; the next up continues from here")
		return 130
	case errors.Is(err, errNotUp): // status has printed it
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

// say prints a line for the user.
func (s *session) say(line string) { _, _ = fmt.Fprintln(s.out, line) }

func dispatch(ctx context.Context, args []string, stdout io.Writer) error {
	commands := map[string]func(context.Context, *session) error{
		"up": up, "down": down, "status": status,
		// what up starts, and nobody types
		deployed.Command: func(ctx context.Context, s *session) error { return deployed.Run(ctx, s.Emulator) },
	}
	if len(args) == 0 {
		return fmt.Errorf("%w: no command", errUsage)
	}
	name := args[0]
	command, ok := commands[name]
	if !ok {
		return fmt.Errorf("%w: there is no command %q", errUsage, name)
	}
	var (
		flags = flag.NewFlagSet(name, flag.ContinueOnError)
		port  = flags.Int("port", emulator.DefaultPort, "")
		stage = flags.String("stage", deployment.DefaultStage, "")
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
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%w: %q is not a flag", errUsage, flags.Arg(0))
	}
	if *port < 1 || *port > 65535 {
		return fmt.Errorf("%w: --port %d is outside 1..65535", errUsage, *port)
	}
	if *stage == "" || filepath.Base(*stage) != *stage || strings.HasPrefix(*stage, ".") {
		// the application has the other rules
		return fmt.Errorf("%w: --stage %q is not a stage name", errUsage, *stage)
	}
	root, err := os.Getwd() // local starts it there
	if err != nil {
		return err
	}
	e := emulator.New(emulator.Config{Root: root, Port: *port})
	return command(ctx, &session{
		Deployment: &emulator.Deployment{Emulator: e, Stage: *stage, Context: pairs},
		out:        stdout,
	})
}
