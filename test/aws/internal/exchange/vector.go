package exchange

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
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
	if v.Request == nil {
		return nil, "no client sends such a request: the event is written by hand"
	}
	to = sentTo(v, ends)
	host, _ := v.Request.Split()
	switch {
	case ends.LeftOut[v.Name] != "":
		return nil, ends.LeftOut[v.Name]
	case ends.Without[v.Kind()] != "":
		return nil, ends.Without[v.Kind()]
	case to == nil:
		return nil, "the stage has no front end that is configured so"
	case v.Endpoint.Set != nil:
		return nil, "the API of the stage has other resources"
	case isAPI(v) && host != "example.com" && !strings.Contains(host, ".execute-api."):
		return nil, "the API of the stage has no custom domain"
	case v.Request.From != "":
		return nil, "the client's address is another"
	case mode == names.Record && strings.EqualFold(v.Request.Method, http.MethodHead):
		return nil, "a response to HEAD has no body to return the event in"
	}
	return to, ""
}

// sentTo is the front end that is configured as that of a vector, or nil.
func sentTo(v *vectors.Vector, ends *platform.Endpoints) *platform.Endpoint {
	secure := strings.HasPrefix(string(v.Request.Target), "https://")
	switch kind := v.Kind(); {
	case kind == httpevent.ALB && secure:
		return ends.Secure
	case kind == httpevent.ALB:
		return ends.Single
	case kind == httpevent.ALBMultiValue && !secure:
		return ends.Multi
	case kind == httpevent.RESTAPI:
		for i := range names.APIs {
			if a := &names.APIs[i]; a.Stream == v.Endpoint.Stream && slices.Equal(a.Binary, v.Endpoint.BinaryMediaTypes) {
				return ends.APIs[a.ID]
			}
		}
	case kind == httpevent.HTTPAPI, kind == httpevent.HTTPAPIV1:
		for i := range names.HTTPAPIs {
			if a := &names.HTTPAPIs[i]; a.Payload1 == (kind == httpevent.HTTPAPIV1) {
				return ends.HTTP[platform.HTTPKey(a.ID, cmp.Or(v.Endpoint.Stage, "$default"))]
			}
		}
	case kind == httpevent.FunctionURL && v.Endpoint.Stream:
		return ends.StreamURL
	case kind == httpevent.FunctionURL:
		return ends.URL
	case kind == httpevent.Lattice:
		return ends.Lattice
	case kind == httpevent.LatticeV2:
		return ends.LatticeV2
	}
	return nil
}

// isAPI reports whether the front end of a vector is one of API Gateway.
func isAPI(v *vectors.Vector) bool {
	return v.Kind() == httpevent.RESTAPI || v.Kind() == httpevent.HTTPAPI || v.Kind() == httpevent.HTTPAPIV1
}

// request is that of a vector, with the header by which the recorder recognizes it.
func request(v *vectors.Vector, n int, mode names.Mode, to *platform.Endpoint) *Request {
	host, target := v.Request.Split()
	if !v.Kind().IsALB() {
		host = to.Host // they are found by it
	}
	r := &Request{Method: v.Request.Method, Target: target, Host: host, Body: []byte(v.Request.Body)}
	if v.Request.Base64 != nil {
		r.Body = v.Request.Base64
	}
	for _, h := range v.Request.Headers {
		r.Headers = append(r.Headers, [2]string{string(h[0]), string(h[1])})
	}
	r.Headers = append(r.Headers, [2]string{names.Header, names.Mark(mode, n, to.Token)})
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
