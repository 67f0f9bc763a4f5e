package lambdahttp

import "time"

// Flush sends what has been written, if the response is streamed, and else only settles the
// headers.
func (w *writer) Flush() { _ = w.FlushError() }

// FlushError is Flush for an http.ResponseController.
func (w *writer) FlushError() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.admit(0); err != nil {
		return err
	}
	w.commit()
	if w.stream == nil {
		return nil
	}
	if err := w.startBody(); err != nil {
		return w.fail(err)
	}
	if err := w.stream.Flush(); err != nil {
		return w.fail(err)
	}
	return nil
}

// SetReadDeadline does nothing: the body of the request is there.
func (w *writer) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline makes writes after the deadline fail.
func (w *writer) SetWriteDeadline(deadline time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deadline = deadline
	return nil
}

// EnableFullDuplex does nothing: the body of the request can be read at any time.
func (w *writer) EnableFullDuplex() error { return nil }

// Streams reports whether the response is streamed. Package compress looks at it.
func (w *writer) Streams() bool { return w.stream != nil }

// CloseNotify returns a channel on which nothing comes: Lambda does not say that a client is gone.
// Gin needs the method.
func (w *writer) CloseNotify() <-chan bool { return make(chan bool) }
