package albrules

import "testing"

// A seed gives a match another priority, within the order that the matches require.
func TestSeedsGiveTheSameMatchAnotherPriority(t *testing.T) {
	priority := func(seed string) (api, all int) {
		rules := assign(t, []Rule{
			{Name: "api", Match: mount("/api"), Seed: seed},
			{Name: "all", Match: mount("/"), Seed: seed},
		})
		return rules[0].Priority, rules[1].Priority
	}
	api, all := priority("")
	for _, seed := range []string{"shop", "blog"} {
		a, b := priority(seed)
		if a == api || b == all || a >= b {
			t.Errorf("seed %s: %d and %d, without %d and %d", seed, a, b, api, all)
		}
		if again, _ := priority(seed); again != a {
			t.Errorf("seed %s: %d, and then %d", seed, a, again)
		}
	}
}
