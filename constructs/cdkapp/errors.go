package cdkapp

import (
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"strings"

	"example.com/alb-lambda/fault"
)

// jsiiFrame is a line of a JavaScript stack trace, which jsii appends to the message of some
// errors.
var jsiiFrame = regexp.MustCompile(`(?m)^\s+at .*\n?`)

// explain turns the value that a function panicked with into an error whose text is for whoever
// runs the toolkit. A validation error and an error of CDK say by their text what to do. A mistake
// of the program, such as a nil pointer, says nothing without its place.
func explain(panicked any) error {
	err, isError := panicked.(error)
	var invalid *fault.Error
	var mistake runtime.Error
	switch {
	case !isError:
		return errors.New(withoutFrames(fmt.Sprint(panicked)))
	case errors.As(err, &invalid):
		return err
	case errors.As(err, &mistake):
		return fmt.Errorf("%w, %s", err, place())
	default:
		if text := withoutFrames(err.Error()); text != err.Error() {
			return errors.New(text)
		}
		return err
	}
}

func withoutFrames(text string) string {
	return strings.TrimRight(jsiiFrame.ReplaceAllString(text, ""), "\n")
}

// place is where the program panicked: the first frame below runtime.gopanic that is not the
// runtime's own. It is called by a deferred function, on top of the stack that panicked.
func place() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	panicking := false
	for {
		frame, more := frames.Next()
		switch {
		case frame.Function == "runtime.gopanic":
			panicking = true
		case panicking && !strings.HasPrefix(frame.Function, "runtime."):
			return fmt.Sprintf("in %s (%s:%d)", frame.Function, frame.File, frame.Line)
		}
		if !more {
			return "at an unknown place"
		}
	}
}
