package cdkapp

import (
	"sync"

	"example.com/alb-lambda/constructs/cdkapp/internal/lastsynth"
	"example.com/alb-lambda/internal/gobuild"
)

// Inputs say that the app reads nothing but what Run compares: the program itself and its
// arguments, the folder that it runs in, the environment, the context, the packages and files of
// the functions that gofunction builds, and Files. If nothing of it has changed since the last
// synth to the same folder, the output stays as it is: cdk ls, diff and deploy after a synth take a
// third less.
//
// All of it is compared by content, and whatever cannot be read counts as changed. A synth that
// failed, or that found anything in a template, is made again. What Define itself prints is printed
// only when it runs. The context key [NoCache] makes a synth in any case.
//
// They are not for an app that reads the time or the network: it would be deployed as it was.
type Inputs struct {
	// Files are further files and folders that the app reads, relative to the folder that it runs in:
	// assets of CDK's own constructs, a file of settings, rules for the check. Default: none.
	Files []string
}

// last is the last synth to a folder.
type last struct {
	folder string
	source func() (string, error)
	all    bool // the toolkit wants the assets of all stacks
	holds  func() bool
}

// last begins to compare, which takes about as long as CDK takes to start.
func (a *App) last(folder string, context map[string]any) *last {
	elsewhere := a.Props != nil && a.Props.Outdir != nil
	if a.Inputs == nil || folder == "" || elsewhere || !wantsCache(context) {
		return &last{folder: folder, holds: func() bool { return false }}
	}
	l := &last{folder: folder, source: sync.OnceValues(lastsynth.Source(context, a.Inputs.Files)), all: wantsAllAssets(context)}
	functions := l.functions
	if !wantsAssets(context) {
		functions = nil // the names of stacks do not follow from what is in a function
	}
	l.holds = sync.OnceValue(func() bool {
		source, err := l.source()
		return err == nil && lastsynth.Holds(folder, source, functions)
	})
	go l.holds()
	return l
}

// functions is the sum of what the functions are built to.
func (l *last) functions() (string, error) {
	dirs, err := gobuild.BuildLast(l.folder)
	if err != nil {
		return "", err
	}
	return lastsynth.Files(dirs)
}

// forget is called before the synth: what there is does not hold while it writes, nor if it fails.
func (l *last) forget() error {
	if l.folder == "" {
		return nil
	}
	return lastsynth.Forget(l.folder)
}

// save is called when the synth is made and its builds are written down. Without the assets of all
// stacks it is less than another command may need.
func (l *last) save() error {
	if l.source == nil || !l.all {
		return nil
	}
	source, err := l.source()
	if err != nil {
		return err
	}
	functions, err := l.functions()
	if err != nil {
		return err
	}
	return lastsynth.Save(l.folder, source, functions)
}
