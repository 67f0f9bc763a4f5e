package httpevent

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// unquoted holds the byte that a character behind a backslash stands for.
var unquoted = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unquote returns the bytes of a string value, in memory of their own, and nil for anything else.
func unquote(value []byte) []byte {
	out, ok := appendUnquoted(nil, value)
	if !ok {
		return nil
	}
	return out
}

// appendUnquoted appends the bytes of a string value to dst, and reports false for anything else.
// They are what encoding/json makes of the value, at the speed that bodies of a megabyte need:
// those are mostly JSON in JSON, with an escape every few bytes. It is no longer than the value, so
// dst may be in the value's own memory.
func appendUnquoted(dst, value []byte) ([]byte, bool) {
	if !isText(value) {
		return dst, false
	}
	inner := value[1 : len(value)-1]
	out := grow(dst, max(1, len(inner)))
	for next := nextEscape(inner); next >= 0; next = nextEscape(inner) {
		out = append(out, inner[:next]...)
		if inner = inner[next+1:]; len(inner) == 0 {
			return dst, false
		}
		c := inner[0]
		inner = inner[1:]
		if plain := unquoted[c]; plain != 0 {
			out = append(out, plain)
			continue
		}
		first, ok := hex4(inner)
		if c != 'u' || !ok {
			return dst, false
		}
		inner = inner[4:]
		if utf16.IsSurrogate(first) {
			var second rune
			if len(inner) > 1 && inner[0] == '\\' && inner[1] == 'u' {
				second, _ = hex4(inner[2:])
			}
			if first = utf16.DecodeRune(first, second); first != utf8.RuneError {
				inner = inner[6:]
			}
		}
		out = utf8.AppendRune(out, first)
	}
	return append(out, inner...), true
}

// nextEscape returns the index of the first backslash, or -1. Most are near: the call of an
// optimized search costs more.
func nextEscape(b []byte) int {
	for i := range min(len(b), 16) {
		if b[i] == '\\' {
			return i
		}
	}
	return bytes.IndexByte(b, '\\')
}

// hex4 returns the number that the first four hexadecimal digits write.
func hex4(b []byte) (rune, bool) {
	if len(b) < 4 {
		return 0, false
	}
	var r rune
	for _, c := range b[:4] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
