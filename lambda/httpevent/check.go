package httpevent

import (
	"fmt"
	"net/http"
	"unicode/utf8"

	"example.com/alb-lambda/lambda/internal/contract"
)

// check reports what no front end passes on: the status, or a header.
func check(status int, header http.Header) error {
	if status < 200 || status > 599 {
		return &InvalidError{fmt.Sprintf("status %d is outside 200..599", status)}
	}
	for name, values := range header {
		if !validName(name) {
			return &InvalidError{fmt.Sprintf("header name %q is not a token; use letters, digits and -", name)}
		}
		for _, value := range values {
			if !validValue(value) {
				return &InvalidError{fmt.Sprintf("header %s: value %q has a control character or is not UTF-8", name, value)}
			}
		}
	}
	return nil
}

// checkHeaderSize reports headers that a load balancer does not pass on, as HTTP/1.1 writes them.
func checkHeaderSize(header http.Header) error {
	size := 0
	for name, values := range header {
		for _, value := range values {
			size += len(name) + len(value) + len(": \r\n")
		}
	}
	if size > contract.MaxALBHeader {
		return &InvalidError{fmt.Sprintf("the headers are %d bytes; a load balancer passes on at most %d", size, contract.MaxALBHeader)}
	}
	return nil
}

// validName reports whether the name is a token: https://www.rfc-editor.org/rfc/rfc9110#section-5.1
func validName(name string) bool {
	for i := range len(name) {
		c := name[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '!', '#' <= c && c <= '\'', c == '*', c == '+', c == '-', c == '.', '^' <= c && c <= '`', c == '|', c == '~':
		default:
			return false
		}
	}
	return name != ""
}

// validValue reports whether the value has no control character but the tab, and can be part of
// JSON:
// https://www.rfc-editor.org/rfc/rfc9110#section-5.5
func validValue(value string) bool {
	for i := range len(value) {
		if c := value[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return utf8.ValidString(value)
}
