package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"example.com/alb-lambda/deployment"
	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/clone"
)

// timeLocal deploys a copy of the clone and times diff, an up without a change and an up after an
// edit of the function.
func timeLocal(ctx context.Context, root, to string, rounds int, timings *table) (err error) {
	if err := clone.Copy(ctx, root, to); err != nil {
		return err
	}
	port, release, err := emulator.ReservePort(ctx)
	if err != nil {
		return err
	}
	defer release()
	e := emulator.New(emulator.Config{Root: to, Port: port})
	defer func() {
		ctx := context.WithoutCancel(ctx)
		if stopped := errors.Join(deployed.Stop(ctx, e), e.Stop(ctx)); err == nil {
			err = stopped
		}
	}()
	up := func() error { return command(ctx, to, "go", "run", "./local", "up", "--port", strconv.Itoa(port)) }
	if err := timings.time("local up, first", up); err != nil {
		return err
	}
	var said bytes.Buffer
	stage := &emulator.Deployment{Emulator: e, Stage: deployment.DefaultStage, Stdout: &said, Stderr: &said}
	app := app{root: to, out: filepath.Join(to, "cdk.out")}
	// Not in turns: a synth is left out only if the last one was of the same app, from the same
	// environment.
	for range rounds {
		if err := timings.time("diff", func() error { return stage.CDK(ctx, "diff", "--fail") }); err != nil {
			return fmt.Errorf("%w\n%s", err, said.Bytes())
		}
	}
	for range rounds {
		// The peer's function has other bytes: it shows a difference, which takes no longer.
		peer := "cd " + filepath.Join(root, "test", "bench", "peer") + " && node bin/app.js"
		if err := timings.time("diff, JavaScript", func() error { return stage.CDK(ctx, "diff", "--app", peer) }); err != nil {
			return fmt.Errorf("%w\n%s", err, said.Bytes())
		}
	}
	for round := range rounds {
		if err := timings.time("local up, nothing changed", up); err != nil {
			return err
		}
		function := filepath.Join(to, "lambda", "echo", "main.go")
		if err := edit(function, fmt.Sprint("synth ", round)); err != nil {
			return err
		}
		if err := timings.time("synth, function edited", func() error { return app.synth(ctx) }); err != nil {
			return err
		}
		if err := edit(function, fmt.Sprint("up ", round)); err != nil {
			return err
		}
		if err := timings.time("local up, function edited", up); err != nil {
			return err
		}
	}
	return nil
}

// edit changes the function so that its binary changes.
func edit(file, word string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text = fmt.Appendf(text, "\nfunc init() { println(%q) }\n", word)
	return os.WriteFile(file, text, 0o644)
}
