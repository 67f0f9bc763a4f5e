package compress

import (
	"compress/gzip"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// encoder compresses to a writer that can be replaced.
type encoder interface {
	io.WriteCloser
	Flush() error
	Reset(w io.Writer)
}

// pools has the encoders, whose tables are large, between responses.
var pools = map[string]*sync.Pool{
	"br":   {New: func() any { return brotli.NewWriterLevel(nil, 4) }}, // as fast as gzip, and smaller
	"gzip": {New: func() any { return gzip.NewWriter(nil) }},
}

// writer holds the beginning of a response back until it is clear whether to compress it.
type writer struct {
	http.ResponseWriter
	encoding string // that the client prefers

	status  int
	header  http.Header // as of WriteHeader
	held    []byte
	decided bool
	encoder encoder // nil if the response is not compressed
}

// WriteHeader keeps the status and the headers until the decision.
func (w *writer) WriteHeader(status int) {
	interim := status >= 100 && status < 200 && status != http.StatusSwitchingProtocols
	if w.status != 0 && !w.decided && !interim {
		_ = w.decide(false) // so that what is below sees the second call, and reports it
	}
	if w.decided || interim || status < 100 || status > 999 {
		w.ResponseWriter.WriteHeader(status)
		return
	}
	w.status, w.header = status, w.Header().Clone()
}

// Write holds back, compresses or passes on.
func (w *writer) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	n := 0
	if !w.decided {
		n = min(len(p), minimum-len(w.held))
		w.held = append(w.held, p[:n]...)
		if len(w.held) < minimum {
			return n, nil
		}
		if err := w.decide(true); err != nil || n == len(p) {
			return n, err
		}
	}
	rest, err := w.body().Write(p[n:])
	return n + rest, err
}

// body is where the body goes once it is decided.
func (w *writer) body() io.Writer {
	if w.encoder != nil {
		return w.encoder
	}
	return w.ResponseWriter
}

// decide sends the headers, and what has been held back.
func (w *writer) decide(large bool) error {
	w.decided = true
	if w.status == 0 {
		w.status, w.header = http.StatusOK, w.Header().Clone()
	}
	header := w.Header()
	clear(header) // the changes since WriteHeader have no effect
	maps.Copy(header, w.header)
	if _, typed := header["Content-Type"]; !typed && len(w.held) > 0 && header.Get("Content-Encoding") == "" {
		header.Set("Content-Type", http.DetectContentType(w.held))
	}
	if compressible(w.status, header) {
		if !strings.Contains(strings.ToLower(strings.Join(header.Values("Vary"), ",")), "accept-encoding") {
			header.Add("Vary", "Accept-Encoding")
		}
		if large && w.encoding != "" {
			w.compress(header)
		}
	}
	w.ResponseWriter.WriteHeader(w.status)
	if len(w.held) == 0 {
		return nil
	}
	_, err := w.body().Write(w.held)
	w.held = nil
	return err
}

// compress chooses the encoder, and makes the headers those of the compressed body.
func (w *writer) compress(header http.Header) {
	w.encoder = pools[w.encoding].Get().(encoder)
	w.encoder.Reset(w.ResponseWriter)
	header.Set("Content-Encoding", w.encoding)
	header.Del("Content-Length")
	header.Del("Accept-Ranges")
	if tag := header.Get("Etag"); strings.HasPrefix(tag, `"`) {
		header.Set("Etag", "W/"+tag)
	}
}

// close completes the response.
func (w *writer) close() {
	if !w.decided && w.status != 0 {
		_ = w.decide(false) // an error is the connection's, which nobody can be told of any more
	}
	if w.encoder != nil {
		_ = w.encoder.Close()
		w.encoder.Reset(nil)
		pools[w.encoding].Put(w.encoder)
		w.encoder = nil
	}
}

// Flush sends what has been written.
func (w *writer) Flush() { _ = w.FlushError() }

// FlushError is Flush for an http.ResponseController. A response that is flushed is taken for a
// large one.
func (w *writer) FlushError() error {
	if !w.decided {
		if err := w.decide(true); err != nil {
			return err
		}
	}
	if w.encoder != nil {
		if err := w.encoder.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap gives an http.ResponseController what the writer does not change.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// CloseNotify is for Gin, which needs the method.
func (w *writer) CloseNotify() <-chan bool {
	if notifier, ok := w.ResponseWriter.(interface{ CloseNotify() <-chan bool }); ok {
		return notifier.CloseNotify()
	}
	return make(chan bool)
}
