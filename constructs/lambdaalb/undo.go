package lambdaalb

import "slices"

// undo is what a constructor takes back in the registry when it panics, last first.
type undo []func()

func (u *undo) add(f func()) { *u = append(*u, f) }

// onPanic is deferred, and lets the panic go on.
func (u *undo) onPanic() {
	cause := recover()
	if cause == nil {
		return
	}
	for _, f := range slices.Backward(*u) {
		f()
	}
	panic(cause)
}
