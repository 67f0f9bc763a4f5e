package httpsim

import (
	"encoding/base64"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
)

// text returns the body as the member of an event, and whether it is base64. A load balancer, an HTTP API and a function
// URL decide by the headers: "If the content-encoding header is present the body is Base64-encoded", and else the types
// text/*, application/json, application/javascript and application/xml are sent as they are (ALB). A REST API encodes the
// types that it is told to (REST, bodies).
func (d Endpoint) text(h http.Header, body []byte) (string, bool) {
	mediaType, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	binary := false
	switch {
	case len(body) == 0:
	case d.Kind == httpevent.RESTAPI:
		binary = d.isBinary(mediaType)
	case h.Get("Content-Encoding") != "":
		binary = true
	case strings.HasPrefix(mediaType, "text/"):
	case mediaType == "application/json", mediaType == "application/javascript", mediaType == "application/xml":
	default:
		binary = true
	}
	if binary {
		return base64.StdEncoding.EncodeToString(body), true
	}
	return strings.ToValidUTF8(string(body), "\ufffd"), false
}

// isBinary reports whether a REST API has the media type among its binary ones.
func (d Endpoint) isBinary(mediaType string) bool {
	return mediaType != "" && slices.ContainsFunc(d.BinaryMediaTypes, func(pattern string) bool {
		ok, _ := path.Match(pattern, mediaType)
		return ok
	})
}
