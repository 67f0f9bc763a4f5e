package fault

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is one thing that is wrong with the configuration of one construct.
type Fault struct {
	// Path is the path of the construct, "alb-lambda-dev/Edge", or "context" for the keys of the
	// app.
	Path string
	// Field names the prop, the context key or the route: `HTTPPort`.
	Field string
	// Problem gives the value and the rule that it breaks.
	Problem string
	// Fix is what to write instead.
	Fix string
}

// String puts the fault on one line: "path: field: problem; fix".
func (f Fault) String() string {
	return fmt.Sprintf("%s: %s: %s; %s", f.Path, f.Field, f.Problem, f.Fix)
}

// Error holds all faults of one construct, in the order of its props.
type Error struct {
	// Faults are at least one.
	Faults []Fault
}

// Error has one line for each fault.
func (e *Error) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// List collects the faults of one construct.
type List struct {
	path   string
	faults []Fault
}

// New begins an empty list for the construct at path.
func New(path string) *List { return &List{path: path} }

// Path is that of the construct.
func (l *List) Path() string { return l.path }

// Add records a fault of field.
func (l *List) Add(field, problem, fix string) {
	l.faults = append(l.faults, Fault{Path: l.path, Field: field, Problem: problem, Fix: fix})
}

// Range records a fault unless low <= value <= high. Zero is skipped: it means the default.
func (l *List) Range(field string, value, low, high float64, fix string) {
	if value != 0 && (value < low || value > high) {
		l.Add(field, fmt.Sprintf("%s is outside %s..%s", plain(value), plain(low), plain(high)), fix)
	}
}

// Duration records a validation error unless low <= value <= high and value is a multiple of step,
// the unit that AWS counts in. Zero is skipped: it means the default.
func (l *List) Duration(field string, value, low, high, step time.Duration, fix string) {
	switch {
	case value == 0:
	case value < low || value > high:
		l.Add(field, fmt.Sprintf("%s is outside %s..%s", Short(value), Short(low), Short(high)), fix)
	case value%step != 0:
		l.Add(field, fmt.Sprintf("%s is not a multiple of %s", Short(value), Short(step)), fix)
	}
}

// Short writes a duration without the zero units at its end: 15m for 15m0s.
func Short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// plain writes a number without an exponent.
func plain(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

// OneOf records a fault unless value is empty, which means the default, or one of legal.
func (l *List) OneOf(field, value string, legal ...string) {
	if value == "" || slices.Contains(legal, value) {
		return
	}
	l.Add(field, fmt.Sprintf("%q is unknown", value), "use one of "+strings.Join(legal, ", "))
}

// Merge appends the faults of other.
func (l *List) Merge(other *List) { l.faults = append(l.faults, other.faults...) }

// Err returns an *Error with all faults, or nil when there are none.
func (l *List) Err() error {
	if len(l.faults) == 0 {
		return nil
	}
	return &Error{Faults: l.faults}
}

// PanicIfAny ends the constructor when there is at least one fault.
func (l *List) PanicIfAny() {
	if err := l.Err(); err != nil {
		panic(err)
	}
}
