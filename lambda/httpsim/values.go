package httpsim

import (
	"maps"
	"slices"
	"strings"
)

// values are headers, or the keys of a query, with all that each has, in the order in which they
// were added.
type values struct {
	names []string
	of    map[string][]string
}

// sorted returns the headers under the names that rename makes of theirs, in the order of the
// names that it is given.
func sorted(header map[string][]string, rename func(string) string) *values {
	v := &values{}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			v.add(rename(name), value)
		}
	}
	return v
}

func (v *values) add(name, value string) {
	if v.of == nil {
		v.of = map[string][]string{}
	}
	if _, ok := v.of[name]; !ok {
		v.names = append(v.names, name)
	}
	v.of[name] = append(v.of[name], value)
}

// all keeps every value of each.
func (v *values) all() object {
	return v.object(func(all []string) any { return all })
}

// last keeps the last value of each: "the load balancer uses the last key value sent by the client"
// (ALB).
func (v *values) last() object {
	return v.object(func(all []string) any { return all[len(all)-1] })
}

// joined joins the values of each: "Duplicate headers are combined with commas" (HTTP).
func (v *values) joined() object {
	return v.object(func(all []string) any { return strings.Join(all, ",") })
}

func (v *values) object(of func(all []string) any) object {
	o := object{}
	for _, name := range v.names {
		o = append(o, member{name, of(v.of[name])})
	}
	return o
}

// pairs returns the keys and values of a query as they are in the URL, which any of the separators
// separates.
func pairs(rawQuery, separators string) [][2]string {
	var all [][2]string
	for _, pair := range strings.FieldsFunc(rawQuery, func(c rune) bool { return strings.ContainsRune(separators, c) }) {
		key, value, _ := strings.Cut(pair, "=")
		all = append(all, [2]string{key, value})
	}
	return all
}
