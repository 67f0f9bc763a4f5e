package lambdahttp

import (
	"slices"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/runtimeloop"
)

const (
	// sniffed is how many bytes http.DetectContentType looks at.
	sniffed = 512
	// unsent is how much of a streamed body waits for a Flush.
	unsent = 64 << 10
)

// send appends p to the body.
func send[T []byte | string](w *writer, p T) error {
	switch {
	case w.head: // as in net/http, the body decides on the content type all the same
		*w.body = append(*w.body, p[:min(len(p), sniffed-min(len(*w.body), sniffed))]...)
		return nil
	case w.stream == nil:
		if size, limit := len(*w.body)+len(p), w.request.Kind().MaxResponse(); size > limit {
			return &httpevent.SizeError{Kind: w.request.Kind(), Size: size, Limit: limit}
		}
		w.grow(len(p))
		*w.body = append(*w.body, p...)
		return nil
	}
	if !w.started {
		n := min(len(p), unsent-len(*w.body))
		*w.body = append(*w.body, p[:n]...)
		if p = p[n:]; len(p) == 0 {
			return nil
		}
		if err := w.startBody(); err != nil {
			return err
		}
	}
	_, err := w.stream.Write([]byte(p))
	return err
}

// grow makes room for n more bytes of a buffered body: for all that the handler has declared, or
// for as much again as there is, because every smaller step leaves memory behind.
func (w *writer) grow(n int) {
	length := len(*w.body)
	if length+n <= cap(*w.body) {
		return
	}
	if limit := int64(w.request.Kind().MaxResponse()); w.declared > int64(length) && w.declared <= limit {
		n = max(n, int(w.declared)-length)
	} else {
		n = max(n, length)
	}
	*w.body = slices.Grow(*w.body, n)
}

// start sends the headers, and what there is of the body, on the stream.
func (w *writer) start(response *httpevent.Response) error {
	if w.started {
		return nil
	}
	prelude, err := response.AppendPrelude(nil, w.request.Kind())
	if err != nil {
		return err
	}
	w.started = true
	w.stream.SetContentType(runtimeloop.HTTPIntegration)
	if _, err := w.stream.Write(prelude); err != nil || len(response.Body) == 0 {
		return err
	}
	_, err = w.stream.Write(response.Body)
	return err
}

// startBody sends the handler's headers, and what it has written so far.
func (w *writer) startBody() error {
	w.commit()
	response := &httpevent.Response{StatusCode: w.status, Header: w.committed}
	if !w.head {
		response.Body = *w.body
	}
	return w.start(response)
}
