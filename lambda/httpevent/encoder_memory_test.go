// Under the race detector, slices.Grow takes the memory twice.

//go:build !race

package httpevent_test

import (
	"runtime"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// allocated is the memory that f takes from the heap, in bytes. A first run fills what is kept.
func allocated(f func()) uint64 {
	f()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestEncoderMemory: a body whose size is known is in memory once, without steps on the way; one
// whose size is not known takes few steps.
func TestEncoderMemory(t *testing.T) {
	// a sixth more as JSON within JSON
	piece := []byte(strings.Repeat(`{"name":"Grace Hopper"},`, 100))
	const pieces = 1000
	for grown, most := range map[int]float64{pieces * len(piece): 1.5, 0: 5} {
		times := float64(allocated(func() {
			encoder := httpevent.NewEncoder(nil, httpevent.RESTAPI)
			encoder.Grow(grown)
			for i := range pieces {
				if _, err := encoder.Write(piece); err != nil {
					t.Fatal(err, i)
				}
			}
		})) / float64(pieces*len(piece))
		if times > most {
			t.Errorf("%.1f times the memory of a body of which %d bytes are expected", times, grown)
		}
	}
	binary := []byte(strings.Repeat("\xff\xd8", 1200))
	times := float64(allocated(func() {
		encoder := httpevent.NewEncoder(nil, httpevent.RESTAPI)
		encoder.Grow(pieces * len(binary))
		for range pieces {
			_, _ = encoder.Write(binary)
		}
	})) / float64(pieces*len(binary))
	if times > 2.65 { // for a text, and then in base64
		t.Errorf("%.2f times the memory of a binary body", times)
	}
	text := strings.Repeat(string(piece), 10)
	encoder := httpevent.NewEncoder(make([]byte, 0, 1<<20), httpevent.RESTAPI)
	if n := allocated(func() { _, _ = encoder.WriteString(text) }); n > uint64(len(text)/2) {
		t.Errorf("%d bytes for a string of %d, where there is room", n, len(text))
	}
}

// TestChunksMemory: a response of many large pieces does not move them again and again.
func TestChunksMemory(t *testing.T) {
	piece := []byte(strings.Repeat("x", 40<<10))
	response := &httpevent.Response{Body: piece}
	for range 99 {
		response.Chunks = append(response.Chunks, piece)
	}
	if times := float64(allocated(func() { _, _ = response.Append(nil, httpevent.RESTAPI) })) / float64(100*len(piece)); times > 6 {
		t.Errorf("%.1f times the memory of the pieces", times)
	}
}
