package httpevent

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestEscapedLen: a text needs the room that was counted, and eight bytes more for the last step.
func TestEscapedLen(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	parts := []string{"plain text ", `{\"a\":1}`, "\x00", "\n\t", "é", `"`, "\x7f", "\U0001f600", "1234567"}
	for range 3000 {
		text := ""
		for range random.IntN(40) {
			text += strings.Repeat(parts[random.IntN(len(parts))], 1+random.IntN(3)*random.IntN(300))
		}
		want := string(appendText(make([]byte, 0, room(6*len(text))), []byte(text)))
		if n := escapedLen([]byte(text)); n != len(want) {
			t.Fatalf("%d bytes were counted for %.100q, and %d written", n, text, len(want))
		}
		exact := make([]byte, 0, len(want)+8)
		if got := appendText(exact, []byte(text)); string(got) != want || cap(got) != cap(exact) {
			t.Fatalf("%d of %d bytes: %.100q in place of %.100q", cap(got), cap(exact), got, want)
		}
	}
}

// TestRoomThatSuffices: memory in which the response just fits is not given up for more of it.
func TestRoomThatSuffices(t *testing.T) {
	body := []byte(strings.Repeat(`{"name":"Grace Hopper"},`, 20_000))
	response := &Response{Body: body}
	want, err := response.Append(nil, RESTAPI)
	if err != nil {
		t.Fatal(err)
	}
	dst := make([]byte, 0, len(want)+8)
	if got, err := response.Append(dst, RESTAPI); err != nil || string(got) != string(want) || &got[0] != &dst[:1][0] {
		t.Errorf("another response of %d bytes, %v", len(got), err)
	}
	encoder := NewEncoder(dst, RESTAPI)
	for rest := body; len(rest) > 0; rest = rest[min(len(rest), 32<<10):] {
		if _, err := encoder.Write(rest[:min(len(rest), 32<<10)]); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := encoder.Finish(&Response{Body: body}); err != nil || len(got) != len(want) || &got[0] != &dst[:1][0] {
		t.Errorf("another response of %d bytes, encoded, %v", len(got), err)
	}
}
