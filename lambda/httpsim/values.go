package httpsim

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// values are headers, or the keys of a query, with all that each has.
type values map[string][]string

func (v values) add(key, value string) { v[key] = append(v[key], value) }

// all keeps every value of each.
func (v values) all() object {
	return v.object(func(all []string) any { return all })
}

// last keeps the last value of each: "the load balancer uses the last key value sent by the client" (ALB).
func (v values) last() object {
	return v.object(func(all []string) any { return all[len(all)-1] })
}

// joined joins the values of each: "Duplicate headers are combined with commas" (HTTP).
func (v values) joined() object {
	return v.object(func(all []string) any { return strings.Join(all, ",") })
}

// object returns the members by name.
func (v values) object(of func(all []string) any) object {
	o := object{}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if len(v[name]) > 0 {
			o = append(o, member{name, of(v[name])})
		}
	}
	return o
}

// pairs returns the keys and values of a query as they are in the URL.
func pairs(rawQuery string) [][2]string {
	var all [][2]string
	for pair := range strings.SplitSeq(rawQuery, "&") {
		if pair != "" {
			key, value, _ := strings.Cut(pair, "=")
			all = append(all, [2]string{key, value})
		}
	}
	return all
}

func unescape(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}
