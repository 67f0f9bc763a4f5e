package page

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/local/internal/frontends"
)

// replay is a request to send.
type replay struct {
	// Of is the request that it comes from, or 0.
	Of     int64  `json:"of"`
	Front  string `json:"front"`
	Method string `json:"method"`
	Target string `json:"target"`
	// Headers are lines: "Name: value".
	Headers string `json:"headers"`
	Body    string `json:"body"`
	// SameBody sends what is kept of the body of the request that it comes from.
	SameBody bool `json:"sameBody"`
}

// replayed is a request that is on its way.
type replayed struct {
	of   int64
	done chan int64 // its id
}

// sent is what became of it.
type sent struct {
	// ID is that of the new request, or 0 if no front end saw it: what is not HTTP, the server
	// rejects.
	ID     int64 `json:"id,omitempty"`
	Status int   `json:"status"`
}

// maxReplay bounds what the page sends: a body over the limits of the front ends, too.
const maxReplay = 16 << 20

func (p *Page) replay(w http.ResponseWriter, r *http.Request) {
	var what replay
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxReplay)).Decode(&what); err != nil {
		respond(w, http.StatusBadRequest, problem{err.Error()})
		return
	}
	body := []byte(what.Body)
	if what.SameBody {
		x := p.log.get(what.Of)
		if x == nil {
			respond(w, http.StatusNotFound, problem{"the request is no longer kept, and neither is its body"})
			return
		}
		body = x.sent.Kept
	}
	fronts := p.config.Fronts()
	i := slices.IndexFunc(fronts, func(f *frontends.Front) bool { return f.Name == what.Front })
	if i < 0 {
		respond(w, http.StatusNotFound, problem{fmt.Sprintf("%q is no longer served", what.Front)})
		return
	}
	message, host, err := what.message(fronts[i].URL(), body)
	if err != nil {
		respond(w, http.StatusBadRequest, problem{err.Error()})
		return
	}
	result, err := p.send(r.Context(), fronts[i].URL(), host, what.Of, message, what.Method)
	if err != nil {
		respond(w, http.StatusBadGateway, problem{err.Error()})
		return
	}
	respond(w, http.StatusOK, result)
}

var (
	token    = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$") // https://www.rfc-editor.org/rfc/rfc9110#name-tokens
	notAPath = regexp.MustCompile(`[\x00-\x20\x7f]`)
)

// message is the request as it is written to the front end: its headers in their order, with the
// names that they have. What belongs to the connection follows from the body.
func (q *replay) message(base string, body []byte) (message []byte, host string, err error) {
	switch {
	case !token.MatchString(q.Method):
		return nil, "", fmt.Errorf("method: %q is not one word, like GET", q.Method)
	case !strings.HasPrefix(q.Target, "/") || notAPath.MatchString(q.Target):
		return nil, "", fmt.Errorf("path: %q is not like /orders?page=1, with %%20 for a space", q.Target)
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, "", err
	}
	host = u.Host
	var lines bytes.Buffer
	for line := range strings.Lines(q.Headers) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if !ok || !token.MatchString(name) || strings.ContainsAny(value, "\r\n\x00") {
			return nil, "", fmt.Errorf("headers: %q is not like Name: value", line)
		}
		switch strings.ToLower(name) {
		case "host":
			host = value
		case "content-length", "transfer-encoding", "trailer":
		default:
			fmt.Fprintf(&lines, "%s: %s\r\n", name, value)
		}
	}
	if len(body) > 0 || slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch}, q.Method) {
		fmt.Fprintf(&lines, "Content-Length: %d\r\n", len(body))
	}
	head := fmt.Appendf(nil, "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", q.Method, q.Target, host, lines.Bytes())
	return append(head, body...), host, nil
}

// send writes a request to a front end, and waits for what it makes of it.
func (p *Page) send(ctx context.Context, base, host string, of int64, message []byte, method string) (sent, error) {
	u, err := url.Parse(base)
	if err != nil {
		return sent{}, err
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", u.Host)
	if err != nil {
		return sent{}, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })() // who does not wait any more
	from := conn.LocalAddr().String()
	waiting := &replayed{of, make(chan int64, 1)}
	p.mutex.Lock()
	p.replays[from] = waiting
	p.mutex.Unlock()
	defer func() {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		delete(p.replays, from)
	}()
	if u.Scheme == "https" {
		name := host
		if n, _, err := net.SplitHostPort(host); err == nil {
			name = n
		}
		// It is this process that is at the other end: its certificate proves nothing.
		conn = tls.Client(conn, &tls.Config{ServerName: name, InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12})
	}
	status, err := exchangeOn(conn, message, method)
	if err != nil {
		return sent{}, errors.Join(ctx.Err(), err)
	}
	// The front end says so when it has written the response.
	select {
	case id := <-waiting.done:
		return sent{id, status}, nil
	case <-time.After(time.Second):
		return sent{0, status}, nil
	case <-ctx.Done():
		return sent{}, ctx.Err()
	}
}

// exchangeOn sends a message and reads the response to its end.
func exchangeOn(conn net.Conn, message []byte, method string) (status int, err error) {
	written := make(chan error, 1)
	go func() { // a front end may respond before it has read all
		_, err := conn.Write(message)
		written <- err
	}()
	in := bufio.NewReader(conn)
	for {
		response, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			_ = conn.Close()
			return 0, errors.Join(err, <-written)
		}
		_, err = io.Copy(io.Discard, response.Body)
		if response.StatusCode >= 200 || response.StatusCode == http.StatusSwitchingProtocols {
			_ = response.Body.Close()
			return response.StatusCode, err
		}
	}
}
