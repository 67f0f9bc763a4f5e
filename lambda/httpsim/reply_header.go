package httpsim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/internal/contract"
)

// readHeader reads the headers from the members that the front end looks at, and gives the reason
// if it cannot use them.
func (d Endpoint) readHeader(members map[string]json.RawMessage, header http.Header) string {
	_, hasOne := members["headers"]
	_, hasMulti := members["multiValueHeaders"]
	switch {
	case d.Kind == httpevent.ALB && hasMulti:
		// So the page says, and algnhsa#18; aws/serverless-java-container#347 saw a 200.
		return "multiValueHeaders used, but the target group has multi-value off: use headers"
	case d.Kind == httpevent.ALBMultiValue && hasOne:
		return "headers used, but the target group has multi-value on: use multiValueHeaders"
	}
	if hasMulti && !d.Kind.Payload2() && !d.Kind.IsLattice() {
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
		one, reason := d.single(members["headers"])
		if reason != "" {
			return reason
		}
		for name, value := range one {
			// REST: "If the same key-value pair is specified in both, only the values from
			// multiValueHeaders will appear".
			if !slices.Contains(header.Values(name), value) {
				header.Add(name, value)
			}
		}
	}
	if value, ok := members["cookies"]; ok && (d.Kind.Payload2() || d.Stream) {
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

// single reads headers with one value each. A REST API takes the text of numbers, true and false.
// Recorded: test_aws_proxy_response_payload_format_validation.
func (d Endpoint) single(value json.RawMessage) (map[string]string, string) {
	var raw map[string]json.RawMessage
	if json.Unmarshal(value, &raw) != nil {
		return nil, "headers: each name must have one string"
	}
	one := map[string]string{}
	for name, value := range raw {
		var text *string
		switch {
		case json.Unmarshal(value, &text) == nil && text != nil:
			one[name] = *text
		case d.Kind == httpevent.RESTAPI && strings.IndexByte(`{[n`, value[0]) < 0:
			one[name] = string(value)
		default:
			return nil, "headers: each name must have one string"
		}
	}
	return one, ""
}

// checkHeader gives the reason if a header cannot be in an HTTP message.
func checkHeader(header http.Header) string {
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

// remapped are the headers of a response that a REST API renames, by what REST, notes has of Lambda
// integrations and by what was seen: architect/sandbox, responseHeaderFormatter.
var remapped = []string{"Authorization", "Connection", "Content-Length", "Content-Md5", "Date", "Expect", "Host", "Max-Forwards",
	"Proxy-Authenticate", "Server", "Trailer", "Upgrade", "User-Agent", "Www-Authenticate"}

// rename renames the headers that the front end renames, and removes those of the connection, which
// it writes itself: "You must not add hop-by-hop headers" (ALB). A function URL renames one:
// modelix/modelix.core#1658.
func (d Endpoint) rename(header http.Header) {
	names := []string{}
	switch d.Kind {
	case httpevent.RESTAPI:
		names = remapped
	case httpevent.FunctionURL:
		names = []string{"Www-Authenticate"}
	}
	for _, name := range names {
		if values, ok := header[name]; ok {
			header["X-Amzn-Remapped-"+name] = values
			delete(header, name)
		}
	}
	for name := range header {
		if contract.HopByHop(strings.ToLower(name)) {
			delete(header, name)
		}
	}
}
