package albrules

import (
	"math/rand"
	"strconv"
	"testing"
)

// solvable tries all slots for all jobs.
func solvable(jobs []job, taken map[int]bool) bool {
	if len(jobs) == 0 {
		return true
	}
	for slot := jobs[0].release; slot <= jobs[0].deadline; slot++ {
		if taken[slot] {
			continue
		}
		taken[slot] = true
		ok := solvable(jobs[1:], taken)
		delete(taken, slot)
		if ok {
			return true
		}
	}
	return false
}

// It finds a solution wherever there is one.
func TestSchedule(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	solved := 0
	for range 3000 {
		taken := map[int]bool{}
		for range random.Intn(3) {
			taken[random.Intn(8)-2] = true
		}
		jobs := []job{}
		for i := range random.Intn(6) {
			release := random.Intn(6) - 2
			jobs = append(jobs, job{i, release, release + random.Intn(4), strconv.Itoa(i)})
		}
		slots, missed := schedule(jobs, func(slot int) bool { return !taken[slot] })
		if want := solvable(jobs, taken); (missed < 0) != want {
			t.Fatalf("%v without %v: rule %d missed, solvable %v", jobs, taken, missed, want)
		}
		if missed >= 0 {
			if missed >= len(jobs) || slots != nil {
				t.Fatalf("%v: rule %d missed, slots %v", jobs, missed, slots)
			}
			continue
		}
		solved++
		used := map[int]bool{}
		for _, j := range jobs {
			slot, ok := slots[j.rule]
			if !ok || slot < j.release || slot > j.deadline || used[slot] || taken[slot] {
				t.Fatalf("%v without %v: slots %v", jobs, taken, slots)
			}
			used[slot] = true
		}
	}
	if solved < 1000 {
		t.Errorf("only %d were solved", solved)
	}
}

func TestScheduleTakesTheFirstSlot(t *testing.T) {
	slots, missed := schedule([]job{{0, 5, 99, "b"}, {1, 5, 99, "a"}, {2, 5, 98, "c"}, {3, -7, 99, "d"}, {4, 40, 99, "e"}}, func(slot int) bool { return slot != 6 })
	want := map[int]int{3: -7, 2: 5, 1: 7, 0: 8, 4: 40}
	for rule, slot := range want {
		if missed >= 0 || slots[rule] != slot {
			t.Fatalf("slots %v, rule %d missed; want %v", slots, missed, want)
		}
	}
}

func TestScheduleNamesTheRuleThatHasNoSlot(t *testing.T) {
	_, missed := schedule([]job{{7, 1, 2, "a"}, {8, 1, 1, "b"}, {9, 2, 2, "c"}}, func(int) bool { return true })
	if missed != 9 {
		t.Errorf("rule %d, want 9", missed)
	}
}

// What must come before has an earlier release and deadline, and so an earlier slot.
func TestScheduleKeepsTheOrder(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for range 2000 {
		jobs := []job{{0, 0, 20, "0"}}
		for i := 1; i < 8; i++ { // after one of those before
			before := jobs[random.Intn(len(jobs))]
			jobs = append(jobs, job{i, before.release + 1 + random.Intn(2), before.deadline + 1 + random.Intn(2), strconv.Itoa(i * 7 % 8)})
			jobs[i].tie += strconv.Itoa(before.rule)
		}
		slots, missed := schedule(jobs, func(slot int) bool { return slot%3 > 0 })
		if missed >= 0 {
			t.Fatalf("%v: rule %d missed", jobs, missed)
		}
		for _, a := range jobs {
			for _, b := range jobs {
				if a.release < b.release && a.deadline < b.deadline && slots[a.rule] > slots[b.rule] {
					t.Fatalf("%v: slots %v", jobs, slots)
				}
			}
		}
	}
}
