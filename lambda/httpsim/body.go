package httpsim

import (
	"encoding/base64"
	"mime"
	"net/http"
	"slices"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/internal/contract"
)

// text returns the body as the member of an event, and whether it is base64. A REST API encodes the
// types that it is told to (REST, bodies). The others decide by the headers: "If the
// content-encoding header is present the body is Base64-encoded", and else the types text/*,
// application/json, application/javascript and application/xml are sent as they are (ALB).
func (d Endpoint) text(h http.Header, body []byte) (string, bool) {
	mediaType, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	binary := h.Get("Content-Encoding") != "" || !contract.TextMediaType(mediaType)
	if d.Kind == httpevent.RESTAPI {
		binary = d.isBinary(mediaType)
	}
	if binary && len(body) > 0 {
		return base64.StdEncoding.EncodeToString(body), true
	}
	return strings.ToValidUTF8(string(body), "\ufffd"), false
}

// isBinary reports whether a REST API has the media type among its binary ones. A wildcard stands
// for a subtype, or for all types as */*; on the left alone it is none. Recorded:
// test_aws_proxy_binary_response.
func (d Endpoint) isBinary(mediaType string) bool {
	family, _, _ := strings.Cut(mediaType, "/")
	return mediaType != "" && slices.ContainsFunc(d.BinaryMediaTypes, func(pattern string) bool {
		pattern = strings.ToLower(pattern)
		return pattern == "*/*" || pattern == mediaType || pattern == family+"/*"
	})
}
