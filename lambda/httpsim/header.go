package httpsim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
)

// readHeader reads the headers from the members that the door looks at, and gives the reason if it cannot use them.
func (d Endpoint) readHeader(members map[string]json.RawMessage, header http.Header) string {
	_, hasOne := members["headers"]
	_, hasMulti := members["multiValueHeaders"]
	switch {
	case d.Kind == httpevent.ALB && hasMulti:
		return "multiValueHeaders used, but the target group has multi-value off: use headers"
	case d.Kind == httpevent.ALBMultiValue && hasOne:
		return "headers used, but the target group has multi-value on: use multiValueHeaders"
	}
	if hasMulti && !d.Kind.Payload2() {
		var multi map[string][]string
		if err := json.Unmarshal(members["multiValueHeaders"], &multi); err != nil {
			return "multiValueHeaders: each name must have an array of strings"
		}
		for name, values := range multi {
			for _, value := range values {
				header.Add(name, value)
			}
		}
	}
	if hasOne {
		var one map[string]string
		if err := json.Unmarshal(members["headers"], &one); err != nil {
			return "headers: each name must have one string"
		}
		for name, value := range one {
			// REST: "If the same key-value pair is specified in both, only the values from multiValueHeaders will appear".
			if !slices.Contains(header.Values(name), value) {
				header.Add(name, value)
			}
		}
	}
	if value, ok := members["cookies"]; ok && (d.Kind.Payload2()) {
		var cookies []string
		if err := json.Unmarshal(value, &cookies); err != nil {
			return "cookies is not an array of strings"
		}
		for _, cookie := range cookies {
			header.Add("Set-Cookie", cookie)
		}
	}
	return checkHeader(header)
}

// checkHeader gives the reason if a header cannot be in an HTTP message, and removes those of the connection, which the
// door writes itself: "You must not add hop-by-hop headers" (ALB).
func checkHeader(header http.Header) string {
	for _, name := range []string{"Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding", "Upgrade"} {
		header.Del(name)
	}
	for name, values := range header {
		// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
		if name == "" || strings.ContainsFunc(name, func(c rune) bool {
			return c <= ' ' || c >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, c)
		}) {
			return fmt.Sprintf("header name %q is not a token", name)
		}
		for _, value := range values {
			if strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }) {
				return fmt.Sprintf("header %s: value %q has a control character", name, value)
			}
		}
	}
	return ""
}
