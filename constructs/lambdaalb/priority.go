package lambdaalb

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// Priorities of rules. The lowest is asked first.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
const (
	minPriority = 1
	maxPriority = 50000
)

// An allotted priority is a slot in a band. The band follows from how specific
// the match is, so that the more specific is asked first; the slot is a hash of
// the match. Both depend on nothing but the match: a route that is added,
// removed or moved in the source leaves the others where they are.
//
// Bands are wider where most routes are: one path segment, and no other
// condition.
var (
	kindWeights = []int{8, 4, 2, 1, 1}                       // by conditions beside the path
	pathWeights = []int{2, 4, 12, 8, 8, 4, 4, 2, 2, 1, 1, 1} // by pathRank
)

// band gives the first priority of a match's band and the number of slots.
func (m *Match) band() (first, slots int) {
	kind := min(m.kindRank(), len(kindWeights)-1)
	path := min(m.pathRank(), len(pathWeights)-1)
	total := sum(kindWeights) * sum(pathWeights)
	// The most specific bands come first.
	before := sum(kindWeights[kind+1:])*sum(pathWeights) + kindWeights[kind]*sum(pathWeights[path+1:])
	unit := maxPriority / total
	return minPriority + before*unit, kindWeights[kind] * pathWeights[path] * unit
}

// kindRank counts the conditions beside the path; a host without wildcards
// counts twice. If a match takes part of what another takes, its rank is not
// lower.
func (m *Match) kindRank() int {
	rank := 0
	if n := len(m.Hosts) + len(m.HostRegex); n > 0 {
		rank++
		if len(m.HostRegex) == 0 && !strings.ContainsAny(strings.Join(m.Hosts, ""), "*?") {
			rank++
		}
	}
	if len(m.Methods) > 0 {
		rank++
	}
	if len(m.SourceIPs) > 0 {
		rank++
	}
	if len(m.Query) > 0 {
		rank++
	}
	return rank + len(m.Headers)
}

// pathRank ranks by the least specific path: two for each leading segment
// without wildcards, one more for a part of a segment or an exact path:
// "/*" 0, "/a*" 1, "/a/*" 2, "/a" and "/a/b*" 3, "/a/b/*" 4.
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

// slot is the priority of a match at the given attempt: the first for nearly
// all, another where that is taken.
func slot(canonical string, first, slots, attempt int) int {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", canonical, attempt))
	return first + int(binary.BigEndian.Uint32(sum[:])%uint32(slots))
}

func sum(numbers []int) int {
	total := 0
	for _, n := range numbers {
		total += n
	}
	return total
}
