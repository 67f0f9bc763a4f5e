package exchange

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
)

// Vectors reads those of a clone, in the order in which the recorder has them.
func Vectors(root string) ([]vectors.Vector, error) {
	return vectors.Load(os.DirFS(filepath.Join(root, "lambda", "httpsim", "testdata", "vectors")))
}

// Endpoint is the front end that a vector is sent to, or why it is not sent.
func Endpoint(v *vectors.Vector, ends *platform.Endpoints, mode names.Mode) (to *platform.Endpoint, why string) {
	switch v.Kind() {
	case httpevent.ALB:
		to = ends.Single
	case httpevent.ALBMultiValue:
		to = ends.Multi
	case httpevent.RESTAPI:
		to = ends.APIs[api(v)]
	case httpevent.FunctionURL:
		to = ends.URL
	}
	switch {
	case ends.LeftOut[v.Name] != "":
		return nil, ends.LeftOut[v.Name]
	case v.Request == nil:
		return nil, "the vector has no client's side"
	case to == nil:
		return nil, "the stage has no front end of this kind"
	case v.Endpoint.Stream && v.Kind() == httpevent.FunctionURL:
		return nil, "the function URL of the stage does not stream"
	case v.Endpoint.Set != nil:
		return nil, "the API of the stage has other resources"
	case v.Request.From != "":
		return nil, "the client's address is another"
	case strings.HasPrefix(string(v.Request.Target), "https://") && !to.TLS:
		return nil, "the listener speaks no TLS"
	case mode == names.Record && strings.EqualFold(v.Request.Method, http.MethodHead):
		return nil, "a response to HEAD has no body to return the event in"
	}
	return to, ""
}

// api is the id of the REST API that is configured as that of a vector, or "".
func api(v *vectors.Vector) string {
	for i := range names.APIs {
		if a := &names.APIs[i]; a.Stream == v.Endpoint.Stream && slices.Equal(a.Binary, v.Endpoint.BinaryMediaTypes) {
			return a.ID
		}
	}
	return ""
}

// request is that of a vector, with the header by which the recorder recognizes it.
func request(v *vectors.Vector, n int, mode names.Mode, to *platform.Endpoint) *Request {
	target := string(v.Request.Target)
	host := "example.com"
	if u, err := url.Parse(target); err == nil && u.Host != "" {
		host = u.Host
		target = strings.TrimPrefix(target, u.Scheme+"://"+u.Host)
	}
	if v.Kind() == httpevent.RESTAPI || v.Kind() == httpevent.FunctionURL {
		host = to.Host // they are found by it
	}
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	r := &Request{Method: v.Request.Method, Target: target, Host: host, Body: []byte(v.Request.Body)}
	if v.Request.Base64 != nil {
		r.Body = v.Request.Base64
	}
	for _, h := range v.Request.Headers {
		r.Headers = append(r.Headers, [2]string{string(h[0]), string(h[1])})
	}
	r.Headers = append(r.Headers, [2]string{names.Header, names.Mark(mode, n)})
	return r
}

// Event sends the request of a vector, and returns the event that the function got of it.
func Event(ctx context.Context, v *vectors.Vector, n int, to *platform.Endpoint) (event []byte, sent *Request, err error) {
	sent = request(v, n, names.Record, to)
	response, err := Send(ctx, to, sent)
	if err != nil {
		return nil, sent, err
	}
	var said struct{ Event json.RawMessage }
	if err := json.Unmarshal(response.Body, &said); response.Status != http.StatusOK || err != nil || said.Event == nil {
		return nil, sent, fmt.Errorf("%d %.200s in place of the event", response.Status, response.Body)
	}
	return said.Event, sent, nil
}

// Simulated is the event that httpsim makes of the request that was sent.
func Simulated(v *vectors.Vector, sent *Request, to *platform.Endpoint, client string) ([]byte, error) {
	r, err := v.Request.HTTP()
	if err != nil {
		return nil, err
	}
	r.Host, r.URL.Host = sent.Host, sent.Host
	if to.Port != 0 && to.Port != 80 && to.Port != 443 {
		r.Host = net.JoinHostPort(sent.Host, strconv.Itoa(to.Port)) // as the load balancer adds it
	}
	if r.ContentLength > 0 && r.Header.Get("Content-Length") == "" {
		r.Header.Set("Content-Length", strconv.FormatInt(r.ContentLength, 10)) // net/http takes it off
	}
	r.RemoteAddr = net.JoinHostPort(client, "50000")
	mark := sent.Headers[len(sent.Headers)-1]
	r.Header[mark[0]] = []string{mark[1]}
	if to.TLS {
		r.TLS = &tls.ConnectionState{}
	}
	end := v.Simulated()
	if v.Kind() == httpevent.RESTAPI {
		end.Stage = strings.TrimPrefix(to.Base, "/")
	}
	return end.Event(r)
}

// Respond sends the request of a vector to the function that does what the vector says, and returns
// how what comes back differs.
func Respond(ctx context.Context, v *vectors.Vector, n int, to *platform.Endpoint) (got *Response, differences []string, err error) {
	got, err = Send(ctx, to, request(v, n, names.Respond, to))
	if err != nil {
		return nil, nil, err
	}
	body := io.NopCloser(bytes.NewReader(got.Body))
	return got, v.Response.Check(&http.Response{StatusCode: got.Status, Header: got.Header, Body: body}), nil
}
