package httpsim

import (
	"io"
	"maps"
	"net/http"
	"strconv"
)

// Handler returns the front end with the function behind it as a handler for an HTTP server:
// httptest.NewServer makes of it what clients can send requests to. Streamed responses are flushed
// as they come, and one that has not ended well breaks the connection. A path that has the stage of
// a REST API in front goes through [http.StripPrefix] first.
func (d Endpoint) Handler(function Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		response, err := d.Do(function, r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		response.Send(w)
	})
}

// Send writes the response to the client of an HTTP server, and closes its body. A streamed body is
// flushed as it comes, and one that has not ended well breaks the connection.
func (r *Response) Send(w http.ResponseWriter) {
	defer func() { _ = r.Body.Close() }() // it was read, or the connection is given up
	header := w.Header()
	header["Content-Type"] = nil // none of net/http's own
	maps.Copy(header, r.Header)
	var body io.Writer = flushing{w}
	if r.ContentLength >= 0 {
		body = w
		if r.StatusCode != http.StatusNoContent && r.StatusCode != http.StatusNotModified && r.Request.Method != http.MethodHead {
			header.Set("Content-Length", strconv.FormatInt(r.ContentLength, 10))
		}
	}
	w.WriteHeader(r.StatusCode)
	if _, err := io.Copy(body, r.Body); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// flushing sends each piece of a body as it comes.
type flushing struct{ http.ResponseWriter }

func (w flushing) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	if err == nil {
		err = http.NewResponseController(w.ResponseWriter).Flush()
	}
	return n, err
}
