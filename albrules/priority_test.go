package albrules

import (
	"slices"
	"testing"
)

func TestPatternRank(t *testing.T) {
	for pattern, want := range map[string]int{
		"/*": 0, "*": 0, "*.php": 0, "/*/x": 0, "/a*": 1, "/a?": 1, "/a/*": 2, "/a": 3, "/a/b*": 3, "/a/b/*": 4, "/a/b": 5,
	} {
		if got := patternRank(pattern); got != want {
			t.Errorf("patternRank(%q) = %d, want %d", pattern, got, want)
		}
	}
}

func TestPathRankIsThatOfTheLeastSpecificPath(t *testing.T) {
	for _, c := range []struct {
		match Match
		want  int
	}{
		{Match{Paths: []string{"/a", "/a/*", "/a/b"}}, 2},
		{Match{Paths: []string{"/a/b/c/d/e/f/g/h"}}, len(pathWeights)},
		{Match{PathRegex: []string{"^/a", "^/b"}}, 1},
		{Match{Methods: []string{"GET"}}, 0},
	} {
		if got := c.match.pathRank(); got != c.want {
			t.Errorf("%+v: %d, want %d", c.match, got, c.want)
		}
	}
}

func TestKindRankCountsConditions(t *testing.T) {
	header := HeaderMatch{Name: "A", Values: []string{"1"}}
	for _, c := range []struct {
		match Match
		want  int
	}{
		{Match{Paths: []string{"/a"}}, 0},
		{Match{Hosts: []string{"a.b", "c.d"}}, 2},
		{Match{Hosts: []string{"a.b", "*.d"}}, 1},
		{Match{HostRegex: []string{"a"}}, 1},
		{Match{Hosts: []string{"a.b"}, HostRegex: []string{"a"}}, 1},
		{Match{Methods: []string{"GET", "PUT"}}, 1},
		{Match{Query: []QueryMatch{{"a", "1"}, {"b", "2"}}}, 1},
		{Match{SourceIPs: []string{"10.0.0.0/8"}}, 1},
		{Match{Headers: []HeaderMatch{header, header}}, 2},
		{Match{Hosts: []string{"a.b"}, Methods: []string{"GET"}, Query: []QueryMatch{{"a", "1"}}, SourceIPs: []string{"10.0.0.0/8"}, Headers: []HeaderMatch{header}}, 6},
	} {
		if got := c.match.kindRank(); got != c.want {
			t.Errorf("%+v: %d, want %d", c.match, got, c.want)
		}
	}
}

func TestBandsTileTheRange(t *testing.T) {
	kinds := []Match{{}, {Methods: []string{"GET"}}, {Hosts: []string{"a.b"}}, {Hosts: []string{"a.b"}, Methods: []string{"GET"}},
		{Hosts: []string{"a.b"}, Methods: []string{"GET"}, SourceIPs: []string{"10.0.0.0/8"}}}
	paths := []string{"/*", "/a*", "/a/*", "/a", "/a/b/*", "/a/b", "/a/b/c/*", "/a/b/c", "/a/b/c/d/*", "/a/b/c/d", "/a/b/c/d/e/*", "/a/b/c/d/e"}
	end := MinPriority
	for _, kind := range slices.Backward(kinds) {
		for _, path := range slices.Backward(paths) {
			m := kind
			m.Paths = []string{path}
			first, slots := m.band()
			if first != end {
				t.Errorf("the band of %+v begins at %d, want %d", m, first, end)
			}
			if slot := compile(&m).preferred; slot < first || slot >= first+slots {
				t.Errorf("%+v would like to have %d, outside its band", m, slot)
			}
			end = first + slots
		}
	}
	if end > MaxPriority+1 || end < MaxPriority-1000 {
		t.Errorf("the last band ends at %d", end-1)
	}
}

// What is still more specific is in the first band.
func TestManyConditions(t *testing.T) {
	header := HeaderMatch{Name: "A", Values: []string{"1"}}
	m := Match{Paths: []string{"/a/b/c/d/e/f/g/h"}, Hosts: []string{"a.b"}, Methods: []string{"GET"}, Headers: []HeaderMatch{header, header, header}}
	if first, slots := m.band(); first != 1 || slots != 63 {
		t.Errorf("%d slots from %d", slots, first)
	}
}

// Priorities that are deployed: they must not change.
func TestPrioritiesStay(t *testing.T) {
	for want, m := range map[int]Match{
		45977: {Paths: []string{"/echo", "/echo/*"}},
		49136: {Paths: []string{"/*"}},
		42702: {Paths: []string{"/item", "/item/*"}},
		47229: {PathRegex: []string{"^/item/[0-9]+$"}},
		49290: {Paths: []string{"*.png"}},
	} {
		if got := compile(&m).preferred; got != want {
			t.Errorf("%+v: %d, want %d", m, got, want)
		}
	}
}
