package albrules

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// The priority that a rule would like to have is a slot in a band. The band follows from how
// specific its match is, so that the more specific is evaluated first; the slot is a hash of the
// match. Both depend on nothing but the match: a rule that is added, removed or moved leaves the
// others where they are, unless the two have something to do with each other: see [Assign].
//
// Bands are wider where most rules are: one path segment and no other condition, or a host and no
// path.
var (
	kindWeights = []int{8, 4, 2, 1, 1} // by conditions other than the path
	// By pathRank, for rules with a path alone and for others. The two have the same sum.
	pathWeights  = []int{2, 4, 12, 8, 8, 4, 4, 2, 2, 1, 1, 1}
	otherWeights = []int{14, 3, 8, 6, 5, 3, 3, 2, 2, 1, 1, 1}
)

// slot is the priority that a match would like to have.
func (c *conditions) slot() int {
	first, slots := c.match.band()
	return first + c.hash(0)%slots
}

// hash is a number that follows from the match, the seed and a salt.
func (c *conditions) hash(salt int) int {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s%s %d", c.seed, c.canonical, salt))
	return int(binary.BigEndian.Uint32(sum[:]))
}

// band gives the first priority of a match's band and the number of slots.
func (m *Match) band() (first, slots int) {
	kind := min(m.kindRank(), len(kindWeights)-1)
	path := min(m.pathRank(), len(pathWeights)-1)
	weights := otherWeights
	if kind == 0 {
		weights = pathWeights
	}
	total := sum(kindWeights) * sum(weights)
	// The most specific bands come first.
	before := sum(kindWeights[kind+1:])*sum(weights) + kindWeights[kind]*sum(weights[path+1:])
	unit := MaxPriority / total
	return MinPriority + before*unit, kindWeights[kind] * weights[path] * unit
}

// kindRank counts the conditions other than the path; hosts without wildcards count twice.
func (m *Match) kindRank() int {
	rank := len(m.Headers)
	for _, n := range []int{len(m.Hosts) + len(m.HostRegex), len(m.Methods), len(m.SourceIPs), len(m.Query)} {
		if n > 0 {
			rank++
		}
	}
	if len(m.Hosts) > 0 && len(m.HostRegex) == 0 && !strings.ContainsAny(strings.Join(m.Hosts, ""), "*?") {
		rank++
	}
	return rank
}

// pathRank ranks by the least specific path: two for each leading segment without wildcards, one
// more for a part of a segment or an exact path: "/*" 0, "/a*" 1, "/a/*" 2, "/a" and "/a/b*" 3,
// "/a/b/*" 4.
func (m *Match) pathRank() int {
	if len(m.Paths) == 0 {
		return min(len(m.PathRegex), 1)
	}
	rank := len(pathWeights)
	for _, p := range m.Paths {
		rank = min(rank, patternRank(p))
	}
	return rank
}

func patternRank(pattern string) int {
	rank := 0
	for segment := range strings.SplitSeq(strings.TrimPrefix(pattern, "/"), "/") {
		wildcard := strings.IndexAny(segment, "*?")
		if wildcard > 0 {
			return rank + 1
		}
		if wildcard == 0 {
			return rank
		}
		rank += 2
	}
	return rank + 1
}

func sum(numbers []int) int {
	total := 0
	for _, n := range numbers {
		total += n
	}
	return total
}
