// Under the race detector, memory that is only made is resident, too.

//go:build !race

package httpevent

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestRoomCostsNothing: the room for a large body is not resident until something is written there.
func TestRoomCostsNothing(t *testing.T) {
	const size = 256 << 20
	before := resident(t)
	encoder := NewEncoder(nil, RESTAPI)
	kept = append(kept, encoder)
	encoder.Grow(size)
	if took := resident(t) - before; took > size/4 || cap(encoder.out) < size {
		t.Errorf("%d bytes are resident for room of %d of which nothing is written", took, cap(encoder.out))
	}
}

// kept has the encoders of all runs: Go clears memory that it uses again, and so touches it.
var kept []*Encoder

// resident returns how much memory of the process is resident, in bytes:
// https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html
func resident(t *testing.T) int {
	t.Helper()
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(statm))[1])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}
