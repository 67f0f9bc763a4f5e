package httpsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/internal/contract"
)

// reply is what a function may return.
type reply struct {
	status int
	header http.Header
	body   string
	base64 bool
}

// parse reads what the function returned by the front end's rules, and gives the reason if it
// breaks them.
func (d Endpoint) parse(b []byte) (reply, string) {
	var members map[string]json.RawMessage
	_ = json.Unmarshal(b, &members) // of what is not an object there are none
	if d.Kind.Payload2() && json.Valid(b) && members["statusCode"] == nil {
		return inferred(b), ""
	}
	if bytes.Contains(b, []byte(contract.StreamSeparator)) {
		return reply{}, "the function streamed its response, and the front end buffers: set the function URL's invoke mode to RESPONSE_STREAM, " +
			"or the REST API's response transfer mode to STREAM, or let the function return its response"
	}
	if members == nil {
		return reply{}, "what the function returned is not a JSON object"
	}
	if reason := d.checkMembers(members); reason != "" {
		return reply{}, reason
	}
	a := reply{header: http.Header{}}
	var ok bool
	if a.status, ok = d.status(members["statusCode"]); !ok {
		return a, fmt.Sprintf("statusCode %s is not a number from 100 to 599", orMissing(members["statusCode"]))
	}
	if value, ok := members["statusDescription"]; ok && d.Kind.IsALB() {
		var description string
		if _ = json.Unmarshal(value, &description); !strings.HasPrefix(description, fmt.Sprintf("%d ", a.status)) {
			return a, fmt.Sprintf("statusDescription %s does not begin with the status %d", value, a.status)
		}
	}
	if reason := d.readHeader(members, a.header); reason != "" {
		return a, reason
	}
	if value, ok := members["isBase64Encoded"]; ok && json.Unmarshal(value, &a.base64) != nil {
		return a, fmt.Sprintf("isBase64Encoded %s is neither true nor false", value)
	}
	if value, ok := members["body"]; ok && json.Unmarshal(value, &a.body) != nil {
		return a, "body is not a string; write what it is to be as one"
	}
	return a, ""
}

// inferred returns the response that payload format 2.0 makes of a value that is not one: "API
// Gateway makes the following assumptions if your Lambda function returns valid JSON and doesn't
// return a statusCode: […] body is the function's response" (HTTP). Of a string it is the text.
// Recorded: test_lambda_url_invocation.
func inferred(b []byte) reply {
	a := reply{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}}, body: string(b)}
	var text *string
	if json.Unmarshal(b, &text) == nil && text != nil {
		a.body = *text
	}
	return a
}

// checkMembers gives the reason if a member is null or unknown where the front end does not allow
// it, and removes those that are null where it does.
func (d Endpoint) checkMembers(members map[string]json.RawMessage) string {
	if d.Kind == httpevent.RESTAPI && len(members) == 0 {
		// recorded: test_aws_proxy_response_payload_format_validation
		return "statusCode is missing: what the function returned is an empty object"
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		isHeaders := name == "headers" || name == "multiValueHeaders"
		switch {
		case d.Kind == httpevent.RESTAPI && !isHeaders && name != "statusCode" && name != "body" && name != "isBase64Encoded":
			// same recording, and nitrojs/nitro#504
			return name + " is not a member of a REST API's response; leave it out"
		case string(members[name]) != "null":
		// same recording, and aws/aws-sam-cli#1218
		case d.Kind.Payload2(), d.Kind == httpevent.RESTAPI && isHeaders:
			delete(members, name)
		default:
			return name + " is null; leave it out"
		}
	}
	return ""
}

// status reads the status. A REST API accepts a number as text, and takes 200 for a missing one
// (same recording); so does the prelude of a stream.
func (d Endpoint) status(value json.RawMessage) (int, bool) {
	var status int
	var text string
	switch {
	case value == nil && (d.Kind == httpevent.RESTAPI || d.Stream):
		return http.StatusOK, true
	case d.Kind == httpevent.RESTAPI && json.Unmarshal(value, &text) == nil:
		status, _ = strconv.Atoi(text)
	case json.Unmarshal(value, &status) != nil:
		return 0, false
	}
	return status, status >= 100 && status <= 599
}

func orMissing(value json.RawMessage) string {
	if value == nil {
		return "is missing and so"
	}
	return string(value)
}
