package compress

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// negotiate returns the encoding that the client prefers: "br", "gzip", or "" if it accepts neither
// or prefers none.
// https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
func negotiate(accept []string) string {
	weights := map[string]float64{}
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, parameters, _ := strings.Cut(part, ";")
		weight := 1.0
		if q, ok := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(parameters), " ", ""), "q="); ok {
			var err error
			if weight, err = strconv.ParseFloat(q, 64); err != nil {
				weight = 0
			}
		}
		weights[strings.ToLower(strings.TrimSpace(name))] = weight
	}
	weight := func(name string) float64 {
		if w, ok := weights[name]; ok {
			return w
		}
		return weights["*"]
	}
	best, most := "", max(0, weights["identity"])
	for _, encoding := range []string{"br", "gzip"} {
		if w := weight(encoding); w > most || w == most && w > 0 && best == "" {
			best, most = encoding, w
		}
	}
	return best
}

// compressible reports whether the response may be compressed and is of a type that becomes smaller
// by it.
func compressible(status int, header http.Header) bool {
	switch {
	case status < 200, status == http.StatusNoContent, status == http.StatusPartialContent, status == http.StatusNotModified:
		return false
	case header.Get("Content-Encoding") != "", header.Get("Content-Range") != "":
		return false
	case strings.Contains(strings.ToLower(strings.Join(header.Values("Cache-Control"), ",")), "no-transform"):
		return false
	}
	mediaType, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	switch mediaType {
	case "application/json", "application/javascript", "application/xml", "application/x-ndjson", "application/wasm",
		"application/x-www-form-urlencoded", "application/graphql", "application/sql", "application/yaml", "application/toml",
		"application/vnd.ms-fontobject", "font/ttf", "font/otf", "image/bmp", "image/x-icon", "image/vnd.microsoft.icon":
		return true
	}
	return strings.HasPrefix(mediaType, "text/") || strings.HasSuffix(mediaType, "+json") || strings.HasSuffix(mediaType, "+xml")
}
