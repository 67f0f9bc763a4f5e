// Package imported reads what CDK objects may not know: CDK throws when an attribute is read that
// an imported object was not given, and a throw is a panic in Go. What to do about it is the
// caller's business.
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

// noise is what jsii, JavaScript and CDK put before a message: "MustBeNumberMultipleAvailability:
// Number of …".
var noise = regexp.MustCompile(`^(@jsii/kernel\.\w+: )?([A-Z][A-Za-z]+: )*`)

// Message is what CDK said when it panicked with cause: the first line, without stack trace.
func Message(cause any) string {
	for line := range strings.Lines(fmt.Sprint(cause)) {
		if line = strings.TrimSpace(line); line != "" {
			return noise.ReplaceAllString(line, "")
		}
	}
	return "it does not say why"
}
