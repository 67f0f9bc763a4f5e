package compress_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/lambdahttp"
	"example.com/alb-lambda/lambda/lambdahttp/compress"
)

// TestFrontEnds sends a body over the load balancer's limit, which passes compressed.
func TestFrontEnds(t *testing.T) {
	server := &lambdahttp.Server{Handler: compress.Handler(respond("application/json", 1_200_000)), Log: slog.New(slog.DiscardHandler)}
	for _, kind := range []httpevent.Kind{httpevent.ALB, httpevent.ALBMultiValue, httpevent.HTTPAPI, httpevent.FunctionURL, httpevent.RESTAPI} {
		for encoding, want := range map[string]int{"br": http.StatusOK, "gzip": http.StatusOK, "": http.StatusRequestEntityTooLarge} {
			r := httptest.NewRequest("GET", "/", nil)
			if encoding != "" {
				r.Header.Set("Accept-Encoding", encoding)
			}
			if !kind.IsALB() {
				want = http.StatusOK
			}
			if kind == httpevent.RESTAPI {
				encoding = ""
			}
			response, err := httpsim.Endpoint{Kind: kind, Timeout: time.Minute}.Do(server, r)
			if err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != want {
				t.Errorf("%s, %q: status %d, want %d: %s", kind, encoding, response.StatusCode, want, response.Reason)
			} else if want == http.StatusOK {
				if got := response.Header.Get("Content-Encoding"); got != encoding {
					t.Errorf("%s: Content-Encoding %q, want %q", kind, got, encoding)
				}
				if got := decode(t, response.Response); len(got) != 1_200_000 {
					t.Errorf("%s, %q: %d bytes", kind, encoding, len(got))
				}
			}
		}
	}
}

// TestStreamedRESTAPI compresses what a REST API that streams would send as it is, also below other
// middleware.
func TestStreamedRESTAPI(t *testing.T) {
	wrapped := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(unwrapper{w}, r) })
	}
	for _, streamed := range []bool{false, true} {
		server := &lambdahttp.Server{Handler: wrapped(compress.Handler(respond("application/json", 5000)))}
		if streamed {
			server.Stream = []httpevent.Kind{httpevent.RESTAPI}
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", "br")
		response, err := httpsim.Endpoint{Kind: httpevent.RESTAPI, Stream: streamed, Timeout: time.Minute}.Do(server, r)
		if err != nil {
			t.Fatal(err)
		}
		if got := response.Header.Get("Content-Encoding") == "br"; got != streamed || len(decode(t, response.Response)) != 5000 {
			t.Errorf("streamed %t: compressed is %t", streamed, got)
		}
	}
}

// unwrapper is the ResponseWriter of a middleware.
type unwrapper struct{ http.ResponseWriter }

func (u unwrapper) Unwrap() http.ResponseWriter { return u.ResponseWriter }
