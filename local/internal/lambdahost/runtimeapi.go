package lambdahost

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// prefix of the paths of the Runtime API.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
const prefix = "/2018-06-01/runtime/"

// serve is the Runtime API of an environment, until its listener is closed.
func (e *environment) serve() {
	for {
		conn, err := e.listener.Accept()
		if err != nil {
			return
		}
		go e.serveConn(conn)
	}
}

// serveConn reads requests and writes responses without net/http's server, which would take more
// time than the functions that are served.
func (e *environment) serveConn(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 32<<10)
	for {
		request, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		if request.Header.Get("Expect") == "100-continue" {
			if _, err := io.WriteString(conn, "HTTP/1.1 100 Continue\r\n\r\n"); err != nil {
				return
			}
		}
		if err := e.handle(conn, request); err != nil {
			return
		}
		if _, err := io.Copy(io.Discard, request.Body); err != nil || request.Close {
			return
		}
	}
}

func (e *environment) handle(conn net.Conn, request *http.Request) error {
	path, ok := strings.CutPrefix(request.URL.Path, prefix)
	id, what, _ := strings.Cut(strings.TrimPrefix(path, "invocation/"), "/")
	switch {
	case !ok:
	case request.Method == http.MethodGet && path == "invocation/next":
		return e.next(conn)
	case request.Method == http.MethodPost && path == "init/error":
		return e.initFailed(conn, request)
	case request.Method == http.MethodPost && what == "response", request.Method == http.MethodPost && what == "error":
		return e.posted(conn, request, id, what)
	}
	return reply(conn, http.StatusNotFound, `{"errorMessage":"not found","errorType":"NotFound"}`)
}

// next waits for an event and writes it.
func (e *environment) next(conn net.Conn) error {
	e.asked.Do(func() { close(e.ready) })
	var i *invocation
	select {
	case i = <-e.events:
	case <-e.exited:
		return io.EOF
	}
	head := fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: %s\r\n"+
		"Lambda-Runtime-Deadline-Ms: %d\r\nLambda-Runtime-Invoked-Function-Arn: %s\r\nLambda-Runtime-Trace-Id: Root=1-%08x-%s;Sampled=0\r\nContent-Length: %d\r\n\r\n",
		i.id, i.deadline.UnixMilli(), e.config.ARN, i.deadline.Unix(), strings.ReplaceAll(i.id, "-", "")[:24], len(i.event))
	buffers := net.Buffers{head, i.event}
	_, err := buffers.WriteTo(conn)
	return err
}

// functionError is what a function posts of an error.
type functionError struct{ ErrorMessage, ErrorType string }

func (f functionError) Error() string {
	if f.ErrorType == "" {
		return f.ErrorMessage
	}
	return f.ErrorType + ": " + f.ErrorMessage
}

func readError(body []byte) error {
	var f functionError
	if json.Unmarshal(body, &f) != nil || f == (functionError{}) {
		return errors.New(strings.TrimSpace(string(body)))
	}
	return f
}

func (e *environment) initFailed(conn net.Conn, request *http.Request) error {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return err
	}
	select {
	case e.failed <- readError(body):
	default: // it said so before
	}
	return reply(conn, http.StatusAccepted, `{"status":"OK"}`)
}

// posted takes the response of the invocation that runs. One that is over is rejected, as Lambda
// does.
func (e *environment) posted(conn net.Conn, request *http.Request, id, what string) error {
	e.mutex.Lock()
	i := e.current
	if i != nil && i.id == id {
		e.current = nil // it responds once
	}
	e.mutex.Unlock()
	if i == nil || i.id != id {
		return reply(conn, http.StatusBadRequest, `{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}`)
	}
	if what == "error" {
		body, err := io.ReadAll(request.Body)
		if err == nil {
			i.respond(nil, readError(body))
		}
		return errors.Join(err, reply(conn, http.StatusAccepted, `{"status":"OK"}`))
	}
	body, err := i.read(request)
	switch failed := request.Trailer.Get("Lambda-Runtime-Function-Error-Type"); {
	case err != nil:
		i.respond(nil, err)
	case failed != "":
		i.respond(nil, errors.New(failed))
	default:
		i.respond(body, nil)
	}
	return errors.Join(err, reply(conn, http.StatusAccepted, `{"status":"OK"}`))
}

// read reads a response, or passes it on piece by piece where it is streamed and wanted so.
func (i *invocation) read(request *http.Request) ([]byte, error) {
	if request.Header.Get("Lambda-Runtime-Function-Response-Mode") != "streaming" {
		if n := request.ContentLength; n > 0 {
			body := make([]byte, n)
			_, err := io.ReadFull(request.Body, body)
			return body, err
		}
		return io.ReadAll(request.Body)
	}
	var whole []byte
	piece := make([]byte, 64<<10)
	for {
		n, err := request.Body.Read(piece)
		if n > 0 {
			streamed, writeErr := i.write(piece[:n], request.Header.Get("Content-Type"))
			if writeErr != nil {
				return nil, writeErr
			}
			if !streamed {
				whole = append(whole, piece[:n]...)
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return whole, nil
		case err != nil:
			return nil, err
		}
	}
}

func reply(conn net.Conn, status int, body string) error {
	_, err := io.WriteString(conn, "HTTP/1.1 "+strconv.Itoa(status)+" "+http.StatusText(status)+
		"\r\nContent-Type: application/json\r\nContent-Length: "+strconv.Itoa(len(body))+"\r\n\r\n"+body)
	return err
}
