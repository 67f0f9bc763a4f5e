package frontends

import (
	"io"
	"net/http"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// Body is one of a request or a response.
type Body struct {
	// Kept is its beginning, at most [Config.Keep] bytes.
	Kept []byte
	// Size is how many bytes were passed on. A front end does not read a body that it rejects.
	Size int64
}

func (b *Body) keep(p []byte, most int) {
	if room := most - len(b.Kept); room > 0 {
		b.Kept = append(b.Kept, p[:min(len(p), room)]...)
	}
	b.Size += int64(len(p))
}

// exchange begins one, and keeps what is read of the request's body.
func (s *Set) exchange(kind, front string, r *http.Request) *Exchange {
	e := &Exchange{Started: time.Now(), Kind: kind, Front: front, Request: r, Names: httpsim.HeaderNames(r.Context())}
	if s.config.Keep > 0 && r.ContentLength != 0 {
		e.Sent.grow(r.ContentLength, s.config.Keep)
		r.Body = &keptReader{r.Body, &e.Sent, s.config.Keep}
	}
	return e
}

// keepReceived keeps what is sent of the response's body.
func (e *Exchange) keepReceived(most int) {
	if most > 0 && e.Response.ContentLength != 0 {
		e.Received.grow(e.Response.ContentLength, most)
		e.Response.Body = &keptReader{e.Response.Body, &e.Received, most}
	}
}

// grow makes room at once for a body that is said to have a size; not for more than what most have.
func (b *Body) grow(size int64, most int) {
	b.Kept = make([]byte, 0, max(0, min(size, int64(most), 64<<10)))
}

// keptReader keeps what is read.
type keptReader struct {
	io.ReadCloser
	body *Body
	most int
}

func (r *keptReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.body.keep(p[:n], r.most)
	return n, err
}

// WriteTo lets a body that is in memory be written in one piece.
func (r *keptReader) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(&keptWriter{w, r.body, r.most}, r.ReadCloser)
}

type keptWriter struct {
	io.Writer
	body *Body
	most int
}

func (w *keptWriter) Write(p []byte) (int, error) {
	w.body.keep(p, w.most)
	return w.Writer.Write(p)
}
