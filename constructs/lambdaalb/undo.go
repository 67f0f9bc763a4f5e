package lambdaalb

// undo is what a constructor takes back in the registry when it panics, last first.
type undo []func()

func (u *undo) add(f func()) { *u = append(*u, f) }

// onPanic is deferred, and lets the panic go on.
func (u *undo) onPanic() {
	cause := recover()
	if cause == nil {
		return
	}
	for i := len(*u) - 1; i >= 0; i-- {
		(*u)[i]()
	}
	panic(cause)
}
