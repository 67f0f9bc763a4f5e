package httpsim

import "net/http"

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
		send(w, response)
	})
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
