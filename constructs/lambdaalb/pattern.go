package lambdaalb

import (
	"net/netip"
	"strings"
)

// covers says whether the wildcard pattern wide matches all that narrow does:
// * stands for any characters, ? for exactly one. It may miss a pair that is
// covered, but never takes one for covered that is not.
func covers(wide, narrow string) bool {
	switch {
	case wide == "":
		return narrow == ""
	case wide[0] == '*':
		return covers(wide[1:], narrow) || narrow != "" && covers(wide, narrow[1:])
	case narrow == "":
		return false
	case wide[0] == '?':
		return narrow[0] != '*' && covers(wide[1:], narrow[1:])
	}
	return wide[0] == narrow[0] && covers(wide[1:], narrow[1:])
}

// coversRange says whether the address range wide holds all of narrow.
func coversRange(wide, narrow string) bool {
	w, err := netip.ParsePrefix(wide)
	if err != nil {
		return false
	}
	n, err := netip.ParsePrefix(narrow)
	return err == nil && w.Bits() <= n.Bits() && w.Masked().Contains(n.Addr())
}

func equal(wide, narrow string) bool { return wide == narrow }

// coversEach says whether each value of narrow is covered by one of wide.
func coversEach(wide, narrow []string, covers func(wide, narrow string) bool) bool {
	for _, n := range narrow {
		found := false
		for _, w := range wide {
			found = found || covers(w, n)
		}
		if !found {
			return false
		}
	}
	return true
}

// covers says whether the earlier rule m matches every request that later
// does, so that later is never reached.
func (m *Match) covers(later *Match) bool {
	return covered(m.Paths, m.PathRegex, later.Paths, later.PathRegex, covers) &&
		covered(lower(m.Hosts), m.HostRegex, lower(later.Hosts), later.HostRegex, covers) &&
		covered(m.Methods, nil, later.Methods, nil, equal) &&
		covered(m.SourceIPs, nil, later.SourceIPs, nil, coversRange) &&
		coversHeaders(m.Headers, later.Headers) &&
		coversQuery(m.Query, later.Query)
}

// covered compares one kind of condition. A rule without it covers any; a
// regular expression covers itself alone.
func covered(wide, wideRegex, narrow, narrowRegex []string, covers func(wide, narrow string) bool) bool {
	switch {
	case len(wide)+len(wideRegex) == 0:
		return true
	case len(narrow)+len(narrowRegex) == 0:
		return false
	}
	return coversEach(wide, narrow, covers) && coversEach(wideRegex, narrowRegex, equal)
}

func coversHeaders(wide, narrow []HeaderMatch) bool {
	for _, w := range wide {
		found := false
		for _, n := range narrow {
			found = found || strings.EqualFold(w.Name, n.Name) &&
				covered(lower(w.Values), w.Regex, lower(n.Values), n.Regex, covers)
		}
		if !found {
			return false
		}
	}
	return true
}

// coversQuery: the pairs of one rule are alternatives.
func coversQuery(wide, narrow []QueryMatch) bool {
	if len(wide) == 0 {
		return true
	}
	if len(narrow) == 0 {
		return false
	}
	for _, n := range narrow {
		found := false
		for _, w := range wide {
			key := w.Key == "" || n.Key != "" && covers(strings.ToLower(w.Key), strings.ToLower(n.Key))
			found = found || key && covers(strings.ToLower(w.Value), strings.ToLower(n.Value))
		}
		if !found {
			return false
		}
	}
	return true
}

func lower(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strings.ToLower(v)
	}
	return out
}
