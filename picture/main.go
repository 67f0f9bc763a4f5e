// Command picture draws the architecture from the synthesized templates: the boxes are their
// resources, the arrows their own references, the words what their properties say. Nothing is drawn
// that is not in a template, and a resource of a type that it does not know is an error: the
// picture cannot fall behind.
//
//	go run . [-check] CDK.OUT DOCS
//
// It writes architecture.svg and architecture-dark.svg to DOCS; with -check it writes nothing, and
// fails if they are not what it would write. It is a module of its own, so that the application
// does not carry D2.
//
// Exit codes: 0 if the pictures are written or current, 1 if something failed or is not current, 2
// if the command line is wrong. The Go command reports each but 0 as 1.
//
// Writing and checking the files may enter. What is drawn is the business of package drawing.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"example.com/alb-lambda/picture/drawing"
	"example.com/alb-lambda/picture/template"
)

func main() {
	check := flag.Bool("check", false, "write nothing, and fail if the pictures are not current")
	flag.Usage = func() {
		_, _ = fmt.Fprintln(flag.CommandLine.Output(), "usage: go run . [-check] CDK.OUT DOCS")
	}
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), *check, flag.Arg(0), flag.Arg(1)); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, check bool, assembly, docs string) error {
	stacks, err := template.Load(assembly)
	if err != nil {
		return err
	}
	graph, err := drawing.New(stacks)
	if err != nil {
		return err
	}
	for _, look := range drawing.Looks {
		svg, err := graph.SVG(ctx, look)
		if err != nil {
			return fmt.Errorf("%s: %w", look.File, err)
		}
		file := filepath.Join(docs, look.File)
		if !check {
			if err := os.WriteFile(file, svg, 0o644); err != nil {
				return err
			}
			continue
		}
		if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, svg) {
			return fmt.Errorf("%s is not what the templates say; `make picture` draws it again", file)
		}
	}
	return nil
}
