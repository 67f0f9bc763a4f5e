package lambdahttp

import (
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
	// the beginning decides on the content type, as in net/http also of a HEAD
	if w.stream == nil || w.head {
		*w.body = append(*w.body, p[:min(len(p), sniffed-len(*w.body))]...)
		return encode(w.encoder, p)
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

// encode appends p to the body of a buffered response, if there is one.
func encode[T []byte | string](encoder *httpevent.Encoder, p T) (err error) {
	if encoder == nil {
		return nil
	}
	switch p := any(p).(type) {
	case string:
		_, err = encoder.WriteString(p)
	case []byte:
		_, err = encoder.Write(p)
	}
	return err
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
