package httpevent

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/alb-lambda/lambda/internal/contract"
)

// Append appends the response to dst as the JSON that the kind's front end expects, and returns the
// longer slice. A response that no front end can pass on, because of its status, a header's name or
// a header's value, is an [*InvalidError] that says which; one over the front end's limit is a
// [*SizeError]. With an error dst comes back as it was.
func (r *Response) Append(dst []byte, kind Kind) ([]byte, error) {
	if err := r.valid(kind); err != nil {
		return dst, err
	}
	out, start := dst, len(dst)
	out = r.appendHead(append(out, '{'), kind)
	if bodiless(r.status()) {
		out = append(out, `,"body":"","isBase64Encoded":false}`...)
	} else {
		out = r.appendBody(out)
	}
	if size, limit := len(out)-start, kind.MaxResponse(); size > limit {
		return out[:start], &SizeError{Kind: kind, Size: size, Limit: limit}
	}
	return out, nil
}

// valid reports what the front end does not pass on.
func (r *Response) valid(kind Kind) error {
	if err := check(r.status(), r.Header); err != nil || !kind.IsALB() {
		return err
	}
	return checkHeaderSize(r.Header)
}

// appendHead appends the members for status and headers.
func (r *Response) appendHead(dst []byte, kind Kind) []byte {
	dst = append(dst, `"statusCode":`...)
	dst = strconv.AppendInt(dst, int64(r.status()), 10)
	if kind.IsALB() || kind.IsLattice() {
		dst = append(dst, `,"statusDescription":`...)
		dst = appendDescription(dst, r.status())
	}
	return r.appendHeader(dst, kind)
}

// AppendPrelude appends what a streamed response begins with: the status and the headers as JSON,
// and the eight NUL bytes after which the body follows as it is. The content type of the stream is
// application/vnd.awslambda.http-integration-response. A function URL and a REST API can stream;
// the error is an [*InvalidError] for every other kind, for a response that they cannot pass on,
// and for headers that do not fit into the first 16 KB. A missing Content-Type is found from the
// Body and the Chunks that the response has, which are not written.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
func (r *Response) AppendPrelude(dst []byte, kind Kind) ([]byte, error) {
	if kind != FunctionURL && kind != RESTAPI {
		return dst, &InvalidError{"responses to events of the kind " + kind.String() + " cannot be streamed"}
	}
	if err := r.valid(kind); err != nil {
		return dst, err
	}
	out := append(r.appendHead(append(dst, '{'), kind), '}')
	out = append(out, contract.StreamSeparator...)
	if size := len(out) - len(dst); size > contract.MaxPrelude {
		return out[:len(dst)], &InvalidError{"status and headers of a streamed response are " + strconv.Itoa(size) + " bytes of JSON; they must end within the first 16384"}
	}
	return out, nil
}

func (r *Response) status() int {
	if r.StatusCode == 0 {
		return http.StatusOK
	}
	return r.StatusCode
}

// bodiless reports whether a response of the status has no body:
// https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1
func bodiless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}

// appendDescription appends the status with its reason, "404 Not Found", which load balancers and
// VPC Lattice expect.
func appendDescription(dst []byte, status int) []byte {
	reason := http.StatusText(status)
	if reason == "" {
		reason = "Status"
	}
	dst = append(dst, '"')
	dst = strconv.AppendInt(dst, int64(status), 10)
	dst = append(dst, ' ')
	dst = append(dst, reason...)
	return append(dst, '"')
}

// appendBody appends the body, and whether it is base64: it is so if it could not be a JSON string,
// which is always UTF-8.
func (r *Response) appendBody(dst []byte) []byte {
	dst = append(dst, `,"body":"`...)
	start := len(dst)
	dst, ok := appendEscaped(dst, r.Body)
	for i := 0; ok && i < len(r.Chunks); i++ {
		dst, ok = appendEscaped(dst, r.Chunks[i])
	}
	if ok {
		return append(dst, `","isBase64Encoded":false}`...)
	}
	dst = dst[:start]
	whole := r.Body
	if len(r.Chunks) > 0 {
		whole = append(bytes.Clone(r.Body), bytes.Join(r.Chunks, nil)...)
		if utf8.Valid(whole) { // a character lies across two pieces
			dst, _ = appendEscaped(dst, whole)
			return append(dst, `","isBase64Encoded":false}`...)
		}
	}
	dst = base64.StdEncoding.AppendEncode(dst, whole)
	return append(dst, `","isBase64Encoded":true}`...)
}

// contentType returns the Content-Type to add, or "" where there is one, or nothing to describe.
func (r *Response) contentType(all []field) string {
	if bodiless(r.status()) || hasContentType(r.Header) {
		return ""
	}
	begin := r.Body
	for i := 0; len(begin) < sniffed && i < len(r.Chunks); i++ {
		begin = append(slices.Clip(begin), r.Chunks[i][:min(len(r.Chunks[i]), sniffed)]...)
	}
	if len(begin) == 0 {
		return ""
	}
	for _, f := range all {
		if f.name == "content-encoding" && strings.Join(f.values, "") != "" {
			return "application/octet-stream"
		}
	}
	return http.DetectContentType(begin)
}

// sniffed is how much [http.DetectContentType] looks at.
const sniffed = 512

func hasContentType(header http.Header) bool {
	if _, ok := header["Content-Type"]; ok {
		return true
	}
	for name := range header {
		if strings.EqualFold(name, "content-type") {
			return true
		}
	}
	return false
}
