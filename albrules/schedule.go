package albrules

import (
	"cmp"
	"slices"
)

// job is a rule that needs one slot, at release at the earliest and at deadline at the latest.
type job struct {
	rule              int
	release, deadline int
	tie               string // decides between equal ones
}

// schedule gives each job a slot of its own that is free, the first that it can have: earliest
// deadline first, which finds a solution if there is one. Where a job must come before another, its
// release and its deadline have to be before the other's, and so will be its slot. It reports the
// rule that has no slot, or -1.
func schedule(jobs []job, free func(slot int) bool) (slots map[int]int, missed int) {
	slots = make(map[int]int, len(jobs))
	if len(jobs) == 0 {
		return slots, -1
	}
	jobs = slices.Clone(jobs)
	slices.SortFunc(jobs, func(a, b job) int { return cmp.Or(cmp.Compare(a.release, b.release), cmp.Compare(a.tie, b.tie)) })
	slot, ready := jobs[0].release, []job(nil)
	for ; len(ready)+len(jobs) > 0; slot++ {
		if len(ready) == 0 {
			slot = max(slot, jobs[0].release)
		}
		for len(jobs) > 0 && jobs[0].release <= slot {
			ready, jobs = append(ready, jobs[0]), jobs[1:]
		}
		if !free(slot) {
			continue
		}
		next := 0
		for i, j := range ready {
			if cmp.Or(cmp.Compare(j.deadline, ready[next].deadline), cmp.Compare(j.tie, ready[next].tie)) < 0 {
				next = i
			}
		}
		if ready[next].deadline < slot {
			return nil, ready[next].rule
		}
		slots[ready[next].rule] = slot
		ready = slices.Delete(ready, next, next+1)
	}
	return slots, -1
}
