// Package progress tells whoever waits at a terminal what takes long. It says nothing until an app
// turns it on, so that a test that creates constructs prints nothing.
//
// What takes long, and why, is not its business.
package progress

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// patience is how long something may take without a word.
const patience = 2 * time.Second

var output struct {
	sync.Mutex
	io.Writer
}

// To makes everything from here on report to w.
func To(w io.Writer) {
	output.Lock()
	defer output.Unlock()
	output.Writer = w
}

// Begin reports what is being done if it takes over two seconds. The function that it returns ends
// it.
func Begin(what string) (end func()) {
	timer := time.AfterFunc(patience, func() { say(what) })
	return func() { timer.Stop() }
}

func say(what string) {
	output.Lock()
	defer output.Unlock()
	if output.Writer != nil {
		_, _ = fmt.Fprintln(output.Writer, what+" …")
	}
}
