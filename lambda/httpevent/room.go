package httpevent

import "slices"

// room is what n bytes of a body take, and what has to be free while they are escaped: JSON within
// JSON needs a fifth more. What takes more than that is counted: [escapedLen].
func room(n int) int { return n + n/4 + 6*min(n, chunk) + 8 }

// behind is what usually follows a body in the response: status and headers.
const behind = 1 << 10

// grow makes room for n more bytes. What is large is not cleared, as [slices.Grow] clears it: the
// system gives memory to what is written alone, so that room which nobody uses costs nothing. Steps
// are at least a quarter, so that many of them move each byte a few times only.
func grow(b []byte, n int) []byte {
	switch size := len(b) + n; {
	case size <= cap(b):
		return b
	case size < large:
		return slices.Grow(b, n)
	default:
		return append(make([]byte, 0, max(size, cap(b)+cap(b)/4)), b...)
	}
}

// large is what Go's allocator takes for large, in bytes: it gets the pages from the system.
const large = 32 << 10
