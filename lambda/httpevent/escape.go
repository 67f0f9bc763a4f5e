package httpevent

import (
	"encoding/binary"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// plain says of each byte whether it may stand in a JSON string as it is. Bytes above ASCII may not before they are known
// to be UTF-8.
var plain = func() (table [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		table[c] = c != '"' && c != '\\'
	}
	return table
}()

// appendEscaped appends s to dst as the inside of a JSON string. It reports false, and leaves dst as it was, if s is not
// UTF-8. Unlike encoding/json it spells nothing else than it must: <, >, & and U+2028 stay what they are.
func appendEscaped(dst, s []byte) ([]byte, bool) {
	start, length := 0, len(dst)
	for i := 0; i < len(s); {
		// Eight bytes at a time: most of them are plain.
		for i+8 <= len(s) && allPlain(binary.LittleEndian.Uint64(s[i:])) {
			i += 8
		}
		for i < len(s) && plain[s[i]] {
			i++
		}
		if i == len(s) {
			break
		}
		if s[i] >= utf8.RuneSelf {
			r, size := utf8.DecodeRune(s[i:])
			if r == utf8.RuneError && size == 1 {
				return dst[:length], false
			}
			i += size
			continue
		}
		dst = append(dst, s[start:i]...)
		dst = appendEscape(dst, s[i])
		i++
		start = i
	}
	return append(dst, s[start:]...), true
}

// allPlain reports whether each of the eight bytes is plain, with the carries of one subtraction for each question:
// https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord
func allPlain(w uint64) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	quote, backslash := w^(ones*'"'), w^(ones*'\\')
	return (w|(w-ones*' ')|(quote-ones)|(backslash-ones))&tops == 0
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// appendString appends s, which is UTF-8, as a JSON string.
func appendString(dst []byte, s string) []byte {
	dst, _ = appendEscaped(append(dst, '"'), []byte(s))
	return append(dst, '"')
}
