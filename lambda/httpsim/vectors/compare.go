package vectors

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
)

// Check returns how an event differs from what the vector says, and nothing if it does not.
func (e *Event) Check(event []byte) []string {
	got, err := parse(event)
	if err != nil {
		return []string{fmt.Sprintf("the event is not JSON: %v", err)}
	}
	var differences []string
	note := func(format string, values ...any) { differences = append(differences, fmt.Sprintf(format, values...)) }
	if e.Is != nil {
		if want, err := parse(e.Is); err != nil || !reflect.DeepEqual(got, want) {
			note("the event is %s, want %s", event, e.Is)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(e.Has)) {
		want, err := parse(e.Has[path])
		value, ok := at(got, path)
		switch {
		case err != nil:
			note("%s: %v", path, err)
		case !ok:
			note("%s is missing, want %s", path, e.Has[path])
		case !reflect.DeepEqual(value, want):
			text, _ := json.Marshal(value) // it was JSON
			note("%s is %s, want %s", path, text, e.Has[path])
		}
	}
	for _, path := range e.Absent {
		if value, ok := at(got, path); ok {
			note("%s is %v, and must not be there", path, value)
		}
	}
	return differences
}

// parse reads JSON with the numbers as they are written.
func parse(b []byte) (any, error) {
	var v any
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.UseNumber()
	err := decoder.Decode(&v)
	return v, err
}

// at returns the member at a path.
func at(v any, path string) (any, bool) {
	for name := range strings.SplitSeq(path, ".") {
		object, _ := v.(map[string]any)
		inner, ok := object[name]
		if !ok {
			return nil, false
		}
		v = inner
	}
	return v, true
}

// Check returns how a request that was read differs from what the vector says.
func (want *Read) Check(r *httpevent.Request) []string {
	var differences []string
	text := func(what string, want *string, got string) {
		if want != nil && got != *want {
			differences = append(differences, fmt.Sprintf("%s is %q, want %q", what, got, *want))
		}
	}
	text("kind", want.Kind, r.Kind().String())
	text("method", want.Method, r.Method())
	text("path", want.Path, r.Path())
	text("rawQuery", want.RawQuery, r.RawQuery())
	text("host", want.Host, r.Host())
	text("sourceIP", want.SourceIP, r.SourceIP())
	text("scheme", want.Scheme, r.Scheme())
	if want.HealthCheck != nil && r.HealthCheck() != *want.HealthCheck {
		differences = append(differences, fmt.Sprintf("healthCheck is %t", r.HealthCheck()))
	}
	if want.Query != nil && !reflect.DeepEqual(map[string][]string(r.Query()), want.Query) {
		differences = append(differences, fmt.Sprintf("query is %q, want %q", r.Query(), want.Query))
	}
	differences = append(differences, checkHeader(r.Header(), want.Headers)...)
	body, err := r.Body()
	if err != nil {
		differences = append(differences, err.Error())
	}
	text("body", want.Body, string(body))
	if want.Base64 != nil && !bytes.Equal(body, want.Base64) {
		differences = append(differences, fmt.Sprintf("body is %q, want %q", body, want.Base64))
	}
	return differences
}

// checkHeader compares the headers that the vector has. Several values of one name may come as one,
// joined by commas, but for Set-Cookie. https://www.rfc-editor.org/rfc/rfc9110#section-5.3
func checkHeader(got http.Header, want map[string][]string) []string {
	var differences []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		separator := ","
		if strings.EqualFold(name, "set-cookie") {
			separator = "\n"
		}
		join := func(values []string) string {
			return strings.ReplaceAll(strings.Join(values, separator), separator+" ", separator)
		}
		if g, w := join(got.Values(name)), join(want[name]); g != w || len(got.Values(name)) == 0 != (len(want[name]) == 0) {
			differences = append(differences, fmt.Sprintf("header %s is %q, want %q", name, got.Values(name), want[name]))
		}
	}
	return differences
}

// ownDate reports whether a header is the Date that a front end adds to each response. That of a
// function in a vector is not a time.
func ownDate(name string, values []string) bool {
	if !strings.EqualFold(name, "Date") || len(values) != 1 {
		return false
	}
	_, err := http.ParseTime(values[0])
	return err == nil
}

// Check returns how what the client got differs from what the vector says. It reads the body. The
// Date that a server adds to each response is not looked at where the vector has none.
func (want *Response) Check(got *http.Response) []string {
	body, err := io.ReadAll(got.Body)
	if err != nil {
		return []string{fmt.Sprintf("the body: %v", err)}
	}
	var differences []string
	if got.StatusCode != want.Status {
		differences = append(differences, fmt.Sprintf("status is %d, want %d", got.StatusCode, want.Status))
	}
	differences = append(differences, checkHeader(got.Header, want.Headers)...)
	for _, name := range want.Absent {
		if values := got.Header.Values(name); len(values) > 0 && !ownDate(name, values) {
			differences = append(differences, fmt.Sprintf("header %s is %q, and must not be there", name, values))
		}
	}
	wanted := want.Base64
	if want.Body != nil {
		wanted = []byte(*want.Body)
	}
	if (want.Body != nil || want.Base64 != nil) && !bytes.Equal(body, wanted) {
		differences = append(differences, fmt.Sprintf("body is %.200q, want %.200q", body, wanted))
	}
	return differences
}
