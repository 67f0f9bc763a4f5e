package project

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Watcher says which folders have changed sources.
type Watcher struct {
	// Changes gets the folders in which sources have changed, after a moment without further
	// changes: editors write a file in several steps.
	Changes chan []string

	watcher *fsnotify.Watcher
	mutex   sync.Mutex
	folders map[string]bool
}

// quiet is how long no file has changed when a change is reported.
const quiet = 30 * time.Millisecond

// Watch watches no folder at first: see [Watcher.Add]. It ends with the context.
func Watch(ctx context.Context) (*Watcher, error) {
	inner, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &Watcher{Changes: make(chan []string), watcher: inner, folders: map[string]bool{}}
	go w.run(ctx)
	return w, nil
}

// Add watches more folders. Folders that cannot be watched are left out: the file system tells
// nothing of their changes.
func (w *Watcher) Add(folders ...string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, folder := range folders {
		if !w.folders[folder] && w.watcher.Add(folder) == nil {
			w.folders[folder] = true
		}
	}
}

func (w *Watcher) run(ctx context.Context) {
	defer func() { _ = w.watcher.Close() }() // it ends with the command
	var changed []string
	timer := time.NewTimer(time.Hour)
	for {
		select {
		case <-ctx.Done():
			return
		case event, ok := <-w.watcher.Events:
			if !ok {
				return
			}
			if event.Op == fsnotify.Chmod || !source(filepath.Base(event.Name)) {
				continue
			}
			if folder := filepath.Dir(event.Name); !slices.Contains(changed, folder) {
				changed = append(changed, folder)
			}
			timer.Reset(quiet)
		case _, ok := <-w.watcher.Errors:
			if !ok { // it overflowed otherwise: some change is among the next ones
				return
			}
		case <-timer.C:
			if len(changed) == 0 {
				continue
			}
			select {
			case w.Changes <- changed:
				changed = nil
			case <-ctx.Done():
				return
			}
		}
	}
}
