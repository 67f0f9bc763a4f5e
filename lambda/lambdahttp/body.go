package lambdahttp

import (
	"io"
	"net/http"
	"sync"
)

// body is a request's body. It ends with the handler, as that of net/http does: after Close nobody
// reads the content, whose memory the next event uses. Nothing of it is handed out, which is why a
// body is not an io.WriterTo.
type body struct {
	mu      sync.Mutex
	content []byte
	closed  bool
}

// Read reads from the body.
func (b *body) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		return 0, http.ErrBodyReadAfterClose
	case len(p) > 0 && len(b.content) == 0:
		return 0, io.EOF
	}
	n := copy(p, b.content)
	b.content = b.content[n:]
	return n, nil
}

// copyTo writes what is left to the writer, which is the package's own and keeps nothing of it:
// that takes no buffer. The pieces are those that a buffer would make.
func (b *body) copyTo(w *writer) (written int64, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, http.ErrBodyReadAfterClose
	}
	for len(b.content) > 0 && err == nil {
		var n int
		n, err = w.Write(b.content[:min(len(b.content), copied)])
		b.content = b.content[n:]
		written += int64(n)
	}
	return written, err
}

// Len returns how many bytes are left.
func (b *body) Len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.content)
}

// Close ends the body.
func (b *body) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.content, b.closed = nil, true
	return nil
}

// copied is how much is copied at once.
const copied = 32 << 10

// buffers has the memory of what writers keep of bodies: at most what a stream has not sent.
var buffers = sync.Pool{New: func() any { return new([]byte) }}
