package lambdahttp_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
)

// responses are what a handler does with its ResponseWriter.
func responses() []row {
	return []row{
		{name: "nothing", handler: func(http.ResponseWriter, *http.Request, noter) {}},
		{name: "text", handler: write("hello")},
		{name: "html", handler: write("<!DOCTYPE html><p>hi")},
		{name: "json is sniffed as text", handler: write(`{"a":1}`)},
		{name: "png", handler: write("\x89PNG\x0D\x0A\x1A\x0A\x00\xff")},
		{name: "not utf-8", handler: write("\xff\xfe\xfd")},
		{name: "a character in two writes", handler: write("caf\xc3", "\xa9")},
		{name: "utf-8", handler: write("Grüße, 世界 \u2028 \x00\x1f \"quoted\" \\")},
		{name: "sniffed from several writes", handler: write("<ht", "ml>")},
		{name: "large", handler: write(strings.Repeat("0123456789", 50_000))},
		{name: "large and binary", handler: write(strings.Repeat("\xff\x00", 150_000))},
		{name: "empty write", handler: write("")},
		{name: "content type given", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Content-Type", "application/problem+json; charset=utf-8")
			_, _ = io.WriteString(w, "{}")
		}},
		{name: "content encoding is not sniffed", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.WriteString(w, "\x1f\x8b")
		}},
		{name: "transfer encoding is not sniffed", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Transfer-Encoding", "identity")
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.WriteString(w, "<html>")
		}},
		{name: "status", handler: status(http.StatusTeapot, "tea")},
		{name: "status of its own", handler: status(599, "odd")},
		{name: "created without a body", handler: status(http.StatusCreated, "")},
		{name: "second WriteHeader", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.WriteHeader(http.StatusAccepted)
			w.WriteHeader(http.StatusBadGateway)
		}},
		{name: "WriteHeader after Write", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			_, _ = io.WriteString(w, "x")
			w.WriteHeader(http.StatusBadGateway)
		}},
		{name: "headers after WriteHeader", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("X-Before", "1")
			w.WriteHeader(http.StatusOK)
			w.Header().Set("X-Before", "2")
			w.Header().Set("X-After", "1")
			w.Header().Set("Content-Type", "text/css")
			_, _ = io.WriteString(w, "x")
		}},
		{name: "headers after Write", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			header := w.Header()
			_, _ = io.WriteString(w, "x")
			header.Set("X-After", "1")
		}},
		{name: "header map after Write", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			_, _ = io.WriteString(w, "x")
			w.Header().Set("X-After", "1")
		}},
		{name: "interim responses", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Link", "</a.css>; rel=preload")
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusProcessing)
			_, _ = io.WriteString(w, "x")
		}},
		{name: "HEAD", method: "HEAD", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			n, err := io.WriteString(w, "<html>")
			note(n, err)
		}},
		{name: "HEAD, large", method: "HEAD", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			n, err := io.Copy(w, io.LimitReader(zeros{}, 3_000_000))
			note(n, err)
		}},
		{name: "HEAD with a length", method: "HEAD", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Content-Length", "10")
		}},
		{name: "204", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			w.Header().Set("Content-Type", "text/css")
			w.WriteHeader(http.StatusNoContent)
			n, err := io.WriteString(w, "x")
			note(n, err, errors.Is(err, http.ErrBodyNotAllowed))
		}},
		{name: "304", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			w.Header().Set("Content-Type", "text/css")
			w.Header().Set("Etag", `"1"`)
			w.WriteHeader(http.StatusNotModified)
			n, err := io.WriteString(w, "x")
			note(n, err, errors.Is(err, http.ErrBodyNotAllowed))
		}},
		{name: "Flush", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			w.Header().Set("X-Before", "1")
			_, _ = io.WriteString(w, "<ht")
			w.(http.Flusher).Flush()
			w.Header().Set("X-After", "1")
			_, _ = io.WriteString(w, "ml>")
		}},
		{name: "ResponseController", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			c := http.NewResponseController(w)
			note(c.SetReadDeadline(time.Now().Add(time.Hour)), c.SetWriteDeadline(time.Now().Add(time.Hour)), c.EnableFullDuplex())
			_, _ = io.WriteString(w, "x")
			note(c.Flush())
		}},
		{name: "Flush before the first byte", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			note(http.NewResponseController(w).Flush())
			_, _ = io.WriteString(w, "<html>")
		}, listed: "A body without Content-Type", differs: func(_ httpevent.Kind, want *result) {
			want.Header.Set("Content-Type", "text/html; charset=utf-8")
		}},
		{name: "write deadline", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			note(http.NewResponseController(w).SetWriteDeadline(time.Now().Add(-time.Hour)))
			_, _ = io.WriteString(w, "x")
			note(errors.Is(http.NewResponseController(w).Flush(), os.ErrDeadlineExceeded))
		}, listed: "A connection that net/http would cut", differs: failed},
		{name: "exact length", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			w.Header().Set("Content-Length", "3")
			n, err := io.WriteString(w, "abc")
			note(n, err)
			n, err = io.WriteString(w, "d")
			note(n, err, errors.Is(err, http.ErrContentLength))
		}},
		{name: "length zero", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			w.Header().Set("Content-Length", "0")
			n, err := io.WriteString(w, "abc")
			note(n, err, errors.Is(err, http.ErrContentLength))
		}},
		{name: "length of a 304", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(http.StatusNotModified)
		}},
		{name: "invalid length", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			w.Header().Set("Content-Length", "-3")
			n, err := io.WriteString(w, "abc")
			note(n, err)
		}},
		{name: "shorter than its length", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("Content-Length", "3")
			_, _ = io.WriteString(w, "ab")
		}, listed: "A connection that net/http would cut", differs: failed},
		{name: "abort", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			_, _ = io.WriteString(w, "ab")
			panic(http.ErrAbortHandler)
		}, listed: "A connection that net/http would cut", differs: failed},
		{name: "panic", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			_, _ = io.WriteString(w, "ab")
			panic("oh")
		}, listed: "A panic is a 500", differs: replaced(http.StatusInternalServerError, "Internal Server Error")},
		{name: "status zero", handler: status(0, ""), listed: "A panic is a 500", differs: replaced(http.StatusInternalServerError, "Internal Server Error")},
		{name: "status over 999", handler: status(1000, ""), listed: "A panic is a 500", differs: replaced(http.StatusInternalServerError, "Internal Server Error")},
		{name: "status over 599", handler: status(600, "x"), listed: "A status of 101 or over 599 is a 500",
			differs: replaced(http.StatusInternalServerError, "the response cannot be sent: status 600 is outside 200..599")},
		{name: "switching protocols", handler: func(w http.ResponseWriter, _ *http.Request, _ noter) {
			w.Header().Set("X-Test", "1")
			w.WriteHeader(http.StatusSwitchingProtocols)
		}, listed: "A status of 101 or over 599 is a 500",
			differs: replaced(http.StatusInternalServerError, "the response cannot be sent: status 101 is outside 200..599")},
		{name: "ReadFrom", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			n, err := w.(io.ReaderFrom).ReadFrom(io.LimitReader(zeros{}, 100_000))
			note(n, err)
		}},
		{name: "Hijack", handler: func(w http.ResponseWriter, _ *http.Request, note noter) {
			if r, ok := w.(http.Hijacker); ok {
				conn, _, err := r.Hijack()
				note(err)
				conn.Close()
				return
			}
			_, _, err := http.NewResponseController(w).Hijack()
			note(errors.Is(err, http.ErrNotSupported))
		}, listed: "A connection cannot be taken over", differs: func(_ httpevent.Kind, want *result) {
			*want = result{Status: http.StatusOK, Header: http.Header{}, Notes: []string{"true"}}
		}},
	}
}

// failed is what the client gets for a failed invocation.
func failed(kind httpevent.Kind, want *result) {
	replaced(http.StatusBadGateway, "Internal server error")(kind, want)
	switch {
	case kind.IsALB():
		want.Header.Set("Content-Type", "text/html")
		want.Body = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
	case kind == httpevent.HTTPAPI || kind == httpevent.HTTPAPIV1:
		want.Status, want.Body = http.StatusInternalServerError, `{"message": "Internal Server Error"}`
	default:
		want.Body = `{"message": "Internal server error"}`
	}
}

// replaced is the response of the package itself.
func replaced(status int, message string) func(httpevent.Kind, *result) {
	return func(_ httpevent.Kind, want *result) {
		body, _ := json.Marshal(map[string]string{"message": message})
		*want = result{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: string(body), Notes: want.Notes}
	}
}

func write(pieces ...string) func(http.ResponseWriter, *http.Request, noter) {
	return func(w http.ResponseWriter, _ *http.Request, note noter) {
		for _, piece := range pieces {
			n, err := w.Write([]byte(piece))
			note(n, err)
		}
	}
}

func status(code int, body string) func(http.ResponseWriter, *http.Request, noter) {
	return func(w http.ResponseWriter, _ *http.Request, _ noter) {
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

// zeros reads as the digit 0.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}
