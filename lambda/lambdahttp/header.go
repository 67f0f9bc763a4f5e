package lambdahttp

import (
	"net/http"
	"slices"
	"strings"
)

// commit decides on the headers that go out, with what has been written of the body. It changes
// nothing the second time.
func (w *writer) commit() {
	if w.committed != nil {
		return
	}
	header := w.header
	if w.snapshot != nil {
		header = w.snapshot
	}
	w.committed = header
	first := *w.body
	_, typed := header["Content-Type"]
	switch {
	case w.status == http.StatusNotModified:
		delete(header, "Content-Type")
	case !bodyAllowed(w.status), typed, len(first) == 0:
	case header.Get("Content-Encoding") == "" && header.Get("Transfer-Encoding") == "":
		header["Content-Type"] = []string{http.DetectContentType(first)}
	}
	clean(header)
}

// clean makes of the headers what net/http would have put on the wire, without trailers, which no
// front end carries.
func clean(header http.Header) {
	for name, values := range header {
		if !validName(name) || name == "Trailer" {
			delete(header, name)
			continue
		}
		if slices.ContainsFunc(values, func(value string) bool { return wire(value) != value }) {
			values = slices.Clone(values) // the handler may share the slice
			for i := range values {
				values[i] = wire(values[i])
			}
			header[name] = values
		}
	}
}

// wire returns the value as net/http writes it.
func wire(value string) string { return strings.Trim(newlines.Replace(value), " \t") }

var newlines = strings.NewReplacer("\n", " ", "\r", " ")

// validName reports whether the name is a token, which leaves out http.TrailerPrefix:
// https://www.rfc-editor.org/rfc/rfc9110#section-5.1
func validName(name string) bool {
	for i := range len(name) {
		if c := name[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return name != ""
}
