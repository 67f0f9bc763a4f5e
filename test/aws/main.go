// Command aws proves in an account of AWS what no emulator can show: it deploys a stage with a
// random name, checks it step by step, and destroys it. make prove-aws runs it.
//
//	go run ./test/aws                       a new stage, in the account of the environment's credentials
//	go run ./test/aws --on emulator         on the emulator of this machine; --on local: its front ends
//	go run ./test/aws resume STAGE          go on after an interruption, or try again what failed
//	go run ./test/aws destroy STAGE         destroy what a stage has made
//	go run ./test/aws report STAGE          how it went
//	go run ./test/aws list                  show all stages that have a file
//
// It says what it will make, for how long and at what cost, and prompts before it begins and before
// it destroys; --yes confirms both. Files are in .prove. docs/prove-aws.md is its page.
//
// The command line and prompts may enter. What is tried is the business of package proof.
//
// Exit codes: 0 if all steps passed or were skipped, 1 if one failed or something went wrong, 2 if
// the command line is wrong, 130 if it was interrupted. The Go command reports each but 0 as 1.
package main

import (
	"bufio"
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
)

const usage = `usage: go run ./test/aws [flags]
       go run ./test/aws resume|destroy|report STAGE [--yes]
       go run ./test/aws list

flags:
  --on NAME       where: aws, the account of the environment's credentials (default); emulator; local
  --yes           no prompts, and destroy at the end
  --domain NAME   a name in a hosted zone of the account, for a certificate of its own
  --zone NAME     that hosted zone's name
  --zone-id ID    and its id
  --without-lattice
                  leave VPC Lattice out: the vectors of it, and what it costs and takes to destroy
  --dir DIR       folder for the state and the reports (default .prove of the clone)

exit codes: 0 all steps passed or were skipped; 1 one failed; 2 wrong command line; 130 interrupted.
go run reports each but 0 as 1.
`

var errUsage = errors.New("wrong command line")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &command{in: bufio.NewReader(stdin), out: stdout}
	err := c.dispatch(ctx, args)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(stdout, usage)
		return 0
	case errors.Is(err, errUsage):
		_, _ = fmt.Fprintf(stderr, "prove: %v\n\n%s", err, usage)
		return 2
	case ctx.Err() != nil:
		_, _ = fmt.Fprintln(stderr, "prove: interrupted")
		return 130
	}
	_, _ = fmt.Fprintf(stderr, "prove: %v\n", err)
	return 1
}

// command is one run of the command.
type command struct {
	in   *bufio.Reader
	out  io.Writer
	root string // the clone

	on, dir              string
	domain, zone, zoneID string
	yes, withoutLattice  bool
}

// say prints a line for the user.
func (c *command) say(format string, values ...any) {
	_, _ = fmt.Fprintf(c.out, format+"\n", values...)
}

func (c *command) dispatch(ctx context.Context, args []string) error {
	name, stage := "", ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name, args = args[0], args[1:]
		if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
			stage, args = args[0], args[1:]
		}
	}
	if err := c.parse(args); err != nil {
		return err
	}
	var err error
	if c.root, err = findRoot(); err != nil {
		return err
	}
	if c.dir == "" {
		c.dir = filepath.Join(c.root, ".prove")
	}
	if c.dir, err = filepath.Abs(c.dir); err != nil {
		return err
	}
	needsStage := name == "resume" || name == "destroy" || name == "report"
	if needsStage != (stage != "") {
		return fmt.Errorf("%w: %s STAGE names a stage that list shows", errUsage, map[bool]string{true: name, false: "resume"}[needsStage])
	}
	switch name {
	case "":
		return c.begin(ctx)
	case "resume":
		return c.resume(ctx, stage)
	case "destroy":
		return c.destroy(ctx, stage)
	case "report":
		return c.report(stage)
	case "list":
		return c.list()
	case "help":
		return flag.ErrHelp
	}
	return fmt.Errorf("%w: there is no command %q", errUsage, name)
}

func (c *command) parse(args []string) error {
	flags := flag.NewFlagSet("prove", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&c.on, "on", "aws", "")
	flags.StringVar(&c.dir, "dir", "", "")
	flags.StringVar(&c.domain, "domain", "", "")
	flags.StringVar(&c.zone, "zone", "", "")
	flags.StringVar(&c.zoneID, "zone-id", "", "")
	flags.BoolVar(&c.yes, "yes", false, "")
	flags.BoolVar(&c.withoutLattice, "without-lattice", false, "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%w: %q is not a flag", errUsage, flags.Arg(0))
	}
	if given := (c.domain != "") == (c.zone != "") && (c.zone != "") == (c.zoneID != ""); !given {
		return fmt.Errorf("%w: --domain, --zone and --zone-id are given together", errUsage)
	}
	return nil
}

// findRoot returns the clone: the nearest folder, from the working folder up, that has this
// command.
func findRoot() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "test", "aws", "cdk.json")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is not inside a clone: no test/aws/cdk.json there or above", start)
		}
	}
}
