package httpevent_test

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// TestHeaderNames: a token has these characters and no others.
// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
func TestHeaderNames(t *testing.T) {
	const others = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for c := range 256 {
		for _, name := range []string{string([]byte{byte(c)}), "x" + string([]byte{byte(c)}), string([]byte{byte(c)}) + "x"} {
			_, err := (&httpevent.Response{Header: http.Header{name: {"v"}}}).Append(nil, httpevent.RESTAPI)
			if valid := strings.IndexByte(others, byte(c)) >= 0; valid != (err == nil) {
				t.Errorf("%q: %v", name, err)
			}
		}
	}
}

// TestHeaderValues: no control character but the tab, and UTF-8.
// https://www.rfc-editor.org/rfc/rfc9110#section-5.5
func TestHeaderValues(t *testing.T) {
	for c := range 256 {
		value := "a" + string([]byte{byte(c)}) + "z"
		response := &httpevent.Response{Header: http.Header{"X-A": {"fine", value}}}
		_, err := response.Append(nil, httpevent.ALBMultiValue)
		if valid := c >= ' ' && c < 0x7f || c == '\t'; valid != (err == nil) {
			t.Errorf("%q: %v", value, err)
		} else if valid {
			if got := written(t, response, httpevent.ALBMultiValue).MultiValueHeaders["x-a"]; len(got) != 2 || got[1] != value {
				t.Errorf("%q: %q", value, got)
			}
		}
	}
}

// The headers of a connection are the front end's.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#respond-to-load-balancer
func TestHopByHop(t *testing.T) {
	for _, name := range []string{"Connection", "Content-Length", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"} {
		for _, name := range []string{name, strings.ToLower(name), strings.ToUpper(name)} {
			for _, kind := range kinds {
				got := written(t, &httpevent.Response{Header: http.Header{name: {"x"}, "X-A": {"1"}, "Zz": {"2"}}}, kind)
				if n := len(got.Headers) + len(got.MultiValueHeaders); n != 2 {
					t.Errorf("%s, %s: %v %v", kind, name, got.Headers, got.MultiValueHeaders)
				}
			}
		}
	}
}

// Names that differ in case are one header, and those beside it stay.
func TestMergedNames(t *testing.T) {
	header := http.Header{"X-A": {"1"}, "x-a": {"2", "3"}, "A": {"0"}, "Z": {"9"}, "X-B": {}, "Y": {"8"}}
	got := written(t, &httpevent.Response{Header: header}, httpevent.ALBMultiValue).MultiValueHeaders
	if len(got) != 4 || strings.Join(got["x-a"], ",") != "1,2,3" || strings.Join(got["a"], ",") != "0" || strings.Join(got["z"], ",") != "9" || strings.Join(got["y"], ",") != "8" {
		t.Errorf("%v", got)
	}
	if strings.Join(slices.Sorted(maps.Keys(header)), " ") != "A X-A X-B Y Z x-a" || len(header.Values("X-A")) != 1 {
		t.Errorf("the function's own headers have changed: %v", header)
	}
	single := written(t, &httpevent.Response{Header: header}, httpevent.ALB).Headers
	if len(single) != 4 || single["x-a"] != "1, 2, 3" || single["z"] != "9" {
		t.Errorf("%v", single)
	}
	rest := written(t, &httpevent.Response{Header: header}, httpevent.RESTAPI)
	if len(rest.Headers) != 3 || rest.Headers["z"] != "9" || len(rest.MultiValueHeaders) != 1 || len(rest.MultiValueHeaders["x-a"]) != 3 {
		t.Errorf("%v %v", rest.Headers, rest.MultiValueHeaders)
	}
}

// A load balancer passes on 32 K of headers.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
func TestHeaderLimit(t *testing.T) {
	const fixed = len("x-a: \r\n") + len("x-b: \r\n") + 1
	for more, fine := range map[int]bool{0: true, 1: false} {
		response := &httpevent.Response{Header: http.Header{"X-A": {strings.Repeat("x", 32<<10-fixed+more)}, "X-B": {"y"}}}
		for _, kind := range kinds {
			got, err := response.Append([]byte("before"), kind)
			if err != nil && string(got) != "before" {
				t.Errorf("%s: %.20q with an error", kind, got)
			}
			var invalid *httpevent.InvalidError
			if want := fine || !kind.IsALB(); want != (err == nil) || err != nil && (!errors.As(err, &invalid) || !strings.Contains(invalid.Reason, "32769 bytes; a load balancer passes on at most 32768")) {
				t.Errorf("%s, %d more: %v", kind, more, err)
			}
		}
	}
}
