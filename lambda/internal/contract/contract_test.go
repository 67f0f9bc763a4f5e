package contract_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/internal/contract"
)

// What AWS's pages say in other words: a slip of a digit would go through writer and simulator
// alike.
func TestLimits(t *testing.T) {
	for got, want := range map[int]string{
		contract.MaxLambda: "6291456", contract.MaxStream: "209715200", contract.MaxALB: "1000000", contract.MaxALBHeader: "32768", contract.MaxAPI: "10485760", contract.MaxPrelude: "16384",
	} {
		digits := ""
		for ; got > 0; got /= 10 {
			digits = string(rune('0'+got%10)) + digits
		}
		if digits != want {
			t.Errorf("%s, want %s", digits, want)
		}
	}
	if contract.StreamSeparator != strings.Repeat("\x00", 8) || contract.StreamContentType != "application/vnd.awslambda.http-integration-response" {
		t.Errorf("%q %q", contract.StreamSeparator, contract.StreamContentType)
	}
}

func TestHopByHop(t *testing.T) {
	for name, want := range map[string]bool{
		"connection": true, "content-length": true, "keep-alive": true, "proxy-connection": true, "te": true, "trailer": true, "transfer-encoding": true, "upgrade": true,
		"content-type": false, "content-encoding": false, "proxy-authenticate": false, "date": false, "": false, "t": false,
	} {
		if contract.HopByHop(name) != want {
			t.Errorf("%s: %t", name, !want)
		}
	}
}

func TestTextMediaType(t *testing.T) {
	for mediaType, want := range map[string]bool{
		"text/plain": true, "text/": true, "application/json": true, "application/javascript": true, "application/xml": true,
		"": false, "text": false, "application/octet-stream": false, "application/json+x": false, "application/problem+json": false, "image/svg+xml": false, "application/x-www-form-urlencoded": false,
	} {
		if contract.TextMediaType(mediaType) != want {
			t.Errorf("%s: %t", mediaType, !want)
		}
	}
}

func TestUnescape(t *testing.T) {
	for s, want := range map[string]string{"": "", "a+b": "a b", "a%20b": "a b", "%2B": "+", "%2541": "%41", "100%": "100%", "%zz+": "%zz+", "%C3%A9": "é"} {
		if got := contract.Unescape(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
