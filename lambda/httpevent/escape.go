package httpevent

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// escapes holds the second byte of the two that stand for a character in a JSON string, 0 for one
// that stands for itself, and 'u' for one that is written as \u00 and two digits.
var escapes = func() (table [256]byte) {
	for c := range byte(' ') {
		table[c] = 'u'
	}
	table['"'], table['\\'] = '"', '\\'
	table['\n'], table['\r'], table['\t'], table['\b'], table['\f'] = 'n', 'r', 't', 'b', 'f'
	return table
}()

// chunk is how much of a text is escaped for each look at the room that is left. No byte becomes
// more than six.
const chunk = 4096

// appendEscaped appends s to dst as the inside of a JSON string. It reports false, and leaves dst
// as it was, if s is not UTF-8. Unlike encoding/json it spells nothing else than it must: <, >, &
// and U+2028 stay what they are.
func appendEscaped(dst, s []byte) ([]byte, bool) {
	if !utf8.Valid(s) {
		return dst, false
	}
	if free := cap(dst) - len(dst); free < room(len(s)) && free < escapedLen(s)+8 {
		dst = grow(dst, room(len(s)))
	}
	return appendText(dst, s), true
}

// appendText appends s, which is a part of a text in UTF-8, as a part of a JSON string.
func appendText(dst, s []byte) []byte {
	for len(s) > 0 {
		n := min(len(s), chunk)
		if cap(dst)-len(dst) < 6*n+8 {
			n = len(s) // all of the rest, whose size is known then
			if need := escapedLen(s) + 8; cap(dst)-len(dst) < need {
				dst = grow(dst, need+behind)
			}
		}
		used := escape(dst[len(dst):cap(dst)], s[:n])
		dst, s = dst[:len(dst)+used], s[n:]
	}
	return dst
}

// escapedLen returns how many bytes s takes as a part of a JSON string.
func escapedLen(s []byte) int {
	n := len(s)
	for _, c := range s {
		switch escapes[c] {
		case 0:
		case 'u':
			n += len(`\u0000`) - 1
		default:
			n++
		}
	}
	return n
}

// escape writes s to dst, which has room for it and eight bytes more, and returns how much it
// wrote. It copies eight bytes at a time and then looks at what it copied; the bytes from the first
// special one on are written again.
func escape(dst, s []byte) int {
	i, n := 0, 0
	for i+8 <= len(s) {
		w := binary.LittleEndian.Uint64(s[i:])
		binary.LittleEndian.PutUint64(dst[n:], w)
		plain := firstSpecial(w)
		i, n = i+plain, n+plain
		if plain == 8 {
			continue
		}
		for i < len(s) && escapes[s[i]] != 0 {
			// most of what is special in JSON within JSON
			if i+1 < len(s) && binary.LittleEndian.Uint16(s[i:]) == '\\'|'"'<<8 {
				binary.LittleEndian.PutUint32(dst[n:], '\\'|'\\'<<8|'\\'<<16|'"'<<24)
				i, n = i+2, n+4
				continue
			}
			n += putEscape(dst[n:], s[i])
			i++
		}
	}
	for ; i < len(s); i++ {
		if escapes[s[i]] != 0 {
			n += putEscape(dst[n:], s[i])
		} else {
			dst[n] = s[i]
			n++
		}
	}
	return n
}

// firstSpecial returns how many of the eight bytes, from the lowest on, stand for themselves. It
// looks at all eight at once: a subtraction borrows into the top bit of a byte that is too small. A
// borrow may also mark the byte above a marked one, but never one below the first.
// https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord
func firstSpecial(w uint64) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	quote, backslash := w^(ones*'"'), w^(ones*'\\')
	marks := ((w-ones*' ')&^w | (quote-ones)&^quote | (backslash-ones)&^backslash) & tops
	return bits.TrailingZeros64(marks) / 8
}

// putEscape writes what stands for a special byte, and returns its length.
func putEscape(dst []byte, c byte) int {
	dst[0], dst[1] = '\\', escapes[c]
	if dst[1] != 'u' {
		return 2
	}
	const hex = "0123456789abcdef"
	dst[2], dst[3], dst[4], dst[5] = '0', '0', hex[c>>4], hex[c&15]
	return 6
}

// appendString appends s, which is UTF-8, as a JSON string.
func appendString(dst []byte, s string) []byte {
	dst, _ = appendEscaped(append(dst, '"'), []byte(s))
	return append(dst, '"')
}
