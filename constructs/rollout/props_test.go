package rollout

import (
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/fault"
)

func strategyFaults(s Strategy) string {
	list := fault.New("stack/R")
	s.withDefaults().check(list)
	if err := list.Err(); err != nil {
		return err.Error()
	}
	return ""
}

func TestStrategies(t *testing.T) {
	for _, c := range []struct {
		strategy Strategy
		want     []string
	}{
		{Strategy{}, nil},
		{AllAtOnce(), nil},
		{Strategy{Linear: true}, nil},
		{Canary(1, time.Minute), nil},
		{Canary(99, 48*time.Hour), nil},
		{Linear(50, 48*time.Hour), nil},
		{Linear(10, 320*time.Minute), nil},
		{Strategy{AllAtOnce: true, Percent: 10}, []string{"stack/R: Strategy: all at once has no steps; leave AllAtOnce out, or all else"}},
		{Canary(100, 49*time.Hour), []string{
			"stack/R: Strategy.Percent: 100 is outside 1..99; leave it out for 10, or use AllAtOnce",
			"stack/R: Strategy.Interval: 49h is outside 1m..48h; use minutes, up to 48 hours",
		}},
		{Canary(-1, 90*time.Second), []string{
			"stack/R: Strategy.Percent: -1 is outside 1..99; leave it out for 10, or use AllAtOnce",
			"stack/R: Strategy.Interval: 1m30s is not a multiple of 1m; use minutes, up to 48 hours",
		}},
		{Linear(10, 321*time.Minute), []string{"stack/R: Strategy: 9 steps of 5h21m take 48h9m, over 48h; take larger or shorter steps"}},
		{Linear(33, 24*time.Hour), []string{"stack/R: Strategy: 3 steps of 24h take 72h, over 48h; take larger or shorter steps"}},
	} {
		if got, want := strategyFaults(c.strategy), strings.Join(c.want, "\n"); got != want {
			t.Errorf("%+v:\n%s\nwant\n%s", c.strategy, got, want)
		}
	}
	if got := (Strategy{}).withDefaults(); got != Canary(10, 5*time.Minute) {
		t.Errorf("the zero strategy is %+v", got)
	}
}

func TestCheckNamesEachProp(t *testing.T) {
	p := Props{Errors: -1, AlarmNames: []string{"", "a", "a", strings.Repeat("x", 256), "${Token[A.1]}", "c", "d", "e", "f", "g"}}
	p.setDefaults()
	list := fault.New("stack/R")
	p.check(list)
	want := strings.Join([]string{
		"stack/R: Function: it is nil; give the function that is rolled out",
		"stack/R: Errors: -1 is outside 1..1000000; leave it out for 5",
		`stack/R: AlarmNames[0]: "" is not 1 to 255 characters; give the name of an alarm`,
		`stack/R: AlarmNames[2]: "a" is named already; leave it out`,
		`stack/R: AlarmNames[3]: "` + strings.Repeat("x", 256) + `" is not 1 to 255 characters; give the name of an alarm`,
		"stack/R: Alarms: 11 alarms are over the limit of 10, the one for Errors included; give those that say something about the function",
	}, "\n")
	if got := list.Err().Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
