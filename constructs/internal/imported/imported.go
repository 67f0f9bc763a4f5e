// Package imported reads attributes of CDK objects that may not know them: CDK throws when an
// attribute is read that an imported object was not given, and a throw is a panic in Go.
package imported

import (
	"fmt"
	"regexp"
	"strings"
)

// Text is an attribute, and whether the object knows it.
func Text(attribute func() *string) (text string, ok bool) {
	value, err := Get(attribute)
	if err != nil || value == nil {
		return "", false
	}
	return *value, true
}

// Get is what read returns, or what it panics with.
func Get[T any](read func() T) (value T, err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case error:
			err = cause
		default:
			err = fmt.Errorf("%v", cause)
		}
	}()
	return read(), nil
}

// code is how CDK begins a message: "MustBeNumberMultipleAvailability: Number of …".
var code = regexp.MustCompile(`^([A-Z][A-Za-z]+: )+`)

// Message is what CDK said when it panicked with cause: one line, without code and stack trace.
func Message(cause any) string {
	for line := range strings.Lines(fmt.Sprint(cause)) {
		if line = strings.TrimSpace(line); line != "" {
			return code.ReplaceAllString(line, "")
		}
	}
	return "it does not say why"
}
