package compress_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/lambdahttp/compress"
)

func TestNegotiation(t *testing.T) {
	for accept, want := range map[string]string{
		"":                              "",
		"gzip":                          "gzip",
		"gzip, deflate, br, zstd":       "br",
		"GZIP;Q=1.0":                    "gzip",
		"br;q=0.5, gzip;q=0.8":          "gzip",
		"br ; q=0.8 , gzip;q=0.8":       "br",
		"br;q=0, gzip;q=0":              "",
		"*":                             "br",
		"*;q=0":                         "",
		"br;q=0, *":                     "gzip",
		"identity, gzip;q=0.5":          "",
		"identity;q=0.5, gzip;q=0.5":    "gzip",
		"deflate, zstd":                 "",
		"gzip;q=many":                   "",
		"identity;q=0.1, br;q=0.001, *": "gzip",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", accept)
		response := get(t, compress.Handler(respond("text/plain", 2000)), r)
		if got := response.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: Content-Encoding %q, want %q", accept, got, want)
		}
		if got := decode(t, response); got != strings.Repeat("a", 2000) {
			t.Errorf("Accept-Encoding %q: body %.20q of %d bytes", accept, got, len(got))
		}
		if got := response.Header.Get("Vary"); got != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: Vary %q", accept, got)
		}
	}
}
