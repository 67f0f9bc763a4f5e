package endpoint

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/local/diff"
)

// maxResponse is more than any front end lets through: Lambda returns 6 MB.
const maxResponse = 16 << 20

// client adds nothing of its own to a request.
var client = &http.Client{
	Transport: &http.Transport{
		Proxy:              http.ProxyFromEnvironment,
		DisableCompression: true, // no Accept-Encoding
		// HTTP/2 has lower-case header names alone, which would hide a difference
		Protocols:         onlyHTTP1(),
		DisableKeepAlives: false,
	},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       60 * time.Second, // API Gateway gives up after 29 s
}

// trusting is the client with other authorities than those of the system.
func trusting(config *tls.Config) *http.Client {
	if config == nil {
		return client
	}
	own, transport := *client, client.Transport.(*http.Transport).Clone()
	transport.TLSClientConfig, own.Transport = config, transport
	return &own
}

func onlyHTTP1() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(true)
	return p
}

// An Exchange is a request to one endpoint and its response.
type Exchange struct {
	URL      string
	Response diff.Response
	// Event is what the function received. It is nil if the response is not the echo: the front
	// end, or the function, rejected the request.
	Event json.RawMessage
}

// Send sends the request to the endpoint: the same bytes at each, except for the host.
func (e Endpoint) Send(ctx context.Context, r diff.Request) (Exchange, error) {
	address := e.Base + r.Path
	if r.Query != "" {
		address += "?" + r.Query
	}
	fail := func(err error) (Exchange, error) { return Exchange{}, fmt.Errorf("%s: %w", e.Name, err) }
	request, err := http.NewRequestWithContext(ctx, r.Method, address, bytes.NewReader(r.Body))
	if err != nil {
		return fail(err)
	}
	for _, h := range r.Headers {
		// Not Add: it would change the case of the name.
		request.Header[h.Name] = append(request.Header[h.Name], h.Value)
	}
	response, err := trusting(e.TLS).Do(request)
	if err != nil {
		return fail(fmt.Errorf("%w; does the address open in a browser?", err))
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxResponse))
	if err != nil {
		return fail(err)
	}
	exchange := Exchange{URL: address, Response: diff.Response{Status: response.Status, Headers: headers(response.Header), Body: body}}
	var echo struct{ RequestEvent json.RawMessage }
	if json.Unmarshal(body, &echo) == nil && bytes.HasPrefix(echo.RequestEvent, []byte("{")) {
		exchange.Event = echo.RequestEvent
	}
	return exchange, nil
}

// headers returns the headers sorted by name: net/http does not keep their order.
func headers(all http.Header) []diff.Header {
	var out []diff.Header
	for name, values := range all {
		for _, value := range values {
			out = append(out, diff.Header{Name: name, Value: value})
		}
	}
	slices.SortStableFunc(out, func(a, b diff.Header) int { return strings.Compare(a.Name, b.Name) })
	return out
}
