package httpsim

import (
	"bytes"

	"example.com/alb-lambda/lambda/httpevent"
)

// Body is a request body worth sending through every front end.
type Body struct {
	Name        string // tells it from all others, for example as that of a subtest
	ContentType string // value of the Content-Type header
	Content     []byte // as it goes over the wire
	// The status with which a function must respond that returns its whole event: 200, or 413 where
	// the response, which is the body and a thousand bytes more or less, is over the limit of the
	// load balancer or of Lambda.
	StatusALB, StatusREST int
}

// Status returns the status with which a function must respond that returns its whole event, behind
// a front end of the kind.
func (b Body) Status(kind httpevent.Kind) int {
	if kind.IsALB() {
		return b.StatusALB
	}
	return b.StatusREST
}

// Bodies returns the bodies at which front ends and functions go wrong: none, one byte, what looks
// like base64, what is not UTF-8, forms, and the sizes at the limits. A REST API without binary
// media types passes only those whole that are UTF-8.
func Bodies() []Body {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	fill := func(n int) []byte { return bytes.Repeat([]byte("x"), n) }
	return []Body{
		{"0 bytes", "text/plain", nil, 200, 200},
		{"1 byte", "text/plain", []byte("x"), 200, 200},
		{"a brace", "application/json", []byte("{"), 200, 200},
		{"JSON", "application/json", []byte(`{"b":1,"a":[1.0,1e400,-0],"a":"\u00e9\/\ud83d\ude00 é"}`), 200, 200},
		{"base64 by chance", "text/plain", []byte("AP8="), 200, 200},
		{"every escape", "text/plain", []byte("\"\\/\b\f\n\r\t\x00\x1f\x7f\u2028<>&"), 200, 200},
		{"form", "application/x-www-form-urlencoded", []byte("a=1&a=2&b=%20+%C3%A9"), 200, 200},
		{"binary", "application/octet-stream", all, 200, 200},
		{"binary of 600 KB", "image/png", bytes.Repeat(all[128:], 600_000/128), 200, 200},
		{"990 KB", "text/plain", fill(990_000), 200, 200},
		{"999 KB, whose quotes grow", "text/plain", append(bytes.Repeat([]byte(`["x",[`), 999_000/6-1), `"ends"`...), 413, 200},
		{"over the load balancer's limit", "text/plain", fill(1_000_001), 413, 200},
		{"over Lambda's limit", "text/plain", fill(6 << 20), 413, 413},
	}
}
