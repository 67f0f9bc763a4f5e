package main

import (
	"bufio"
	"io"
	"sync"
	"time"
)

// output collects lines for a moment: under load, a write for each would take longer than the
// requests.
type output struct {
	mutex   sync.Mutex
	buffer  *bufio.Writer
	waiting bool
}

// moment is how long a line may wait.
const moment = 10 * time.Millisecond

func newOutput(w io.Writer) *output { return &output{buffer: bufio.NewWriterSize(w, 64<<10)} }

func (o *output) line(text string) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	_, _ = o.buffer.WriteString(text) // nobody is there to read why not
	_ = o.buffer.WriteByte('\n')
	if !o.waiting {
		o.waiting = true
		time.AfterFunc(moment, o.flush)
	}
}

func (o *output) flush() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.waiting = false
	_ = o.buffer.Flush()
}
