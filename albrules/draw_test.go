package albrules

import (
	"net/netip"
	"strings"
)

// draw makes matches and requests of bytes: of a fuzzer, or random. The parts are few, so that
// matches often cover each other and requests often match.
type draw []byte

// n is the next number below limit; 0 when the bytes are used up.
func (d *draw) n(limit int) int {
	if len(*d) == 0 {
		return 0
	}
	b := (*d)[0]
	*d = (*d)[1:]
	return int(b) % limit
}

func pick(d *draw, from ...string) string { return from[d.n(len(from))] }

// some draws one to three values.
func some(d *draw, value func(*draw) string) []string {
	out := []string{}
	for range 1 + d.n(3) {
		out = append(out, value(d))
	}
	return out
}

func drawPattern(d *draw) string {
	path := pick(d, "/", "/", "/", "*", "?", "")
	for range d.n(4) {
		path += pick(d, "a", "b", "ab", "A", "*", "?", "/", "/*", "/a", ".png")
	}
	return path
}

func drawRegex(d *draw) string {
	return pick(d, `^/a`, `^/a$`, `^/ab?/`, `^/[ab]+$`, `a`, `\.png$`, `^/.*$`, `^/a/.+`, `(?i)^/AB`, `^/(a|b)`, `^.`, `b{2}`, `^a\.b$`)
}

func drawHost(d *draw) string { return pick(d, "a.b", "*.b", "A.B", "?.b", "a.*", "c.a.b", "*.a.b") }

func drawQuery(d *draw) string { return pick(d, "a", "A", "b", "*", "a*", `\*`, `a\?`, "?", "1", "") }

func drawMatch(d *draw) Match {
	m := Match{}
	kinds := d.n(256)
	if kinds&1 != 0 {
		m.Paths = some(d, drawPattern)
	}
	if kinds&2 != 0 && kinds&4 != 0 {
		m.PathRegex = some(d, drawRegex)
	}
	if kinds&8 != 0 {
		m.Hosts = some(d, drawHost)
	}
	switch kinds & 0x30 {
	case 0x10:
		m.Methods = some(d, func(d *draw) string { return pick(d, "GET", "PUT", "HEAD") })
	case 0x20:
		for range 1 + d.n(2) {
			h := HeaderMatch{Name: pick(d, "X-A", "x-a", "X-B")}
			if d.n(4) > 0 {
				h.Values = some(d, drawQuery)
			} else {
				h.Regex = some(d, drawRegex)
			}
			m.Headers = append(m.Headers, h)
		}
	}
	switch kinds & 0xc0 {
	case 0x40:
		for range 1 + d.n(2) {
			m.Query = append(m.Query, QueryMatch{drawQuery(d), drawQuery(d)})
		}
	case 0x80:
		m.SourceIPs = some(d, func(d *draw) string {
			return pick(d, "0.0.0.0/0", "::/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.0.0/17", "11.0.0.0/8", "2001:db8::/32", "2001:db8:1::/48")
		})
	case 0xc0:
		m.HostRegex = []string{drawRegex(d)}
	}
	return m
}

func drawRequest(d *draw) Request {
	path := "/"
	for range d.n(4) {
		path += pick(d, "a", "b", "ab", "/", "/a", "A", ".png", "c")
	}
	pairs := []string{}
	for range d.n(3) {
		pairs = append(pairs, pick(d, "a", "b", "A", "*", "")+pick(d, "=a", "=b", "=1", "=a?", "=*", "", "=ab"))
	}
	r := Request{
		Method: pick(d, "GET", "PUT", "HEAD", "get"),
		Host:   pick(d, "a.b", "A.b:8080", "c.b", "a.b.", "c.a.b", "b", "ab", "/ab"),
		Path:   path,
		Query:  strings.Join(pairs, "&"),
		Header: map[string][]string{},
	}
	for range d.n(3) {
		name := pick(d, "X-A", "x-a", "X-B")
		r.Header[name] = append(r.Header[name], pick(d, "a", "A", "b", "1", "ab", "/a", ""))
	}
	r.ClientIP = netip.MustParseAddr(pick(d, "10.0.0.1", "10.1.0.1", "10.1.200.1", "11.0.0.1", "192.0.2.1", "2001:db8::1", "2001:db8:1::1", "::ffff:10.0.0.1"))
	return r
}
