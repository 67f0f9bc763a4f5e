package fault_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/fault"
)

func TestFaultIsOneLineWithTheMend(t *testing.T) {
	faults := fault.New("alb-lambda/Edge")
	faults.Add(`route "/echo/*"`, "priority 60000 is outside 1..50000", "leave it out to have one assigned")
	want := `alb-lambda/Edge: route "/echo/*": priority 60000 is outside 1..50000; leave it out to have one assigned`
	if got := faults.Err().Error(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestNoFaultIsNoError(t *testing.T) {
	faults := fault.New("Edge")
	faults.Range("Port", 0, 1, 65535, "")
	faults.Range("Port", 1, 1, 65535, "")
	faults.Range("Port", 65535, 1, 65535, "")
	faults.OneOf("Architecture", "", "arm64")
	faults.OneOf("Architecture", "arm64", "arm64", "x86_64")
	faults.Merge(fault.New("Other"))
	if err := faults.Err(); err != nil {
		t.Errorf("got %v", err)
	}
	faults.PanicIfAny()
}

func TestBetweenAndOneOfSayWhatIsLegal(t *testing.T) {
	for _, test := range []struct {
		add  func(*fault.List)
		want string
	}{
		{func(l *fault.List) { l.Range("Port", -1, 1, 65535, "leave it out") }, "E: Port: -1 is outside 1..65535; leave it out"},
		{func(l *fault.List) { l.Range("Port", 65536, 1, 65535, "leave it out") }, "E: Port: 65536 is outside 1..65535; leave it out"},
		{func(l *fault.List) { l.OneOf("Size", "xl", "s", "m") }, `E: Size: "xl" is unknown; use one of s, m`},
	} {
		faults := fault.New("E")
		test.add(faults)
		if err := faults.Err(); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

func TestDurationIsInTheUnitAndTheRange(t *testing.T) {
	for _, test := range []struct {
		value time.Duration
		want  string
	}{
		{0, ""},
		{time.Second, ""},
		{15 * time.Minute, ""},
		{-time.Second, "E: Timeout: -1s is outside 1s..15m; leave it out"},
		{time.Millisecond, "E: Timeout: 1ms is outside 1s..15m; leave it out"},
		{15*time.Minute + time.Second, "E: Timeout: 15m1s is outside 1s..15m; leave it out"},
		{1500 * time.Millisecond, "E: Timeout: 1.5s is not a multiple of 1s; leave it out"},
	} {
		faults, got := fault.New("E"), ""
		faults.Duration("Timeout", test.value, time.Second, 15*time.Minute, time.Second, "leave it out")
		if err := faults.Err(); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%v: got %q, want %q", test.value, got, test.want)
		}
	}
}

func TestShort(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0s": 0, "10s": 10 * time.Second, "1m": time.Minute, "1m10s": 70 * time.Second, "10m": 10 * time.Minute,
		"1h": time.Hour, "1h0m1s": time.Hour + time.Second, "168h": 7 * 24 * time.Hour, "100h1m": 100*time.Hour + time.Minute,
	} {
		if got := fault.Short(d); got != want {
			t.Errorf("%v: got %s, want %s", d, got, want)
		}
	}
}

func TestAllFaultsComeAtOnceAsAValue(t *testing.T) {
	faults := fault.New("Edge")
	faults.Add("Port", "a", "b")
	other := fault.New("Logs")
	other.Add("Prefix", "c", "d")
	faults.Merge(other)

	defer func() {
		err, _ := recover().(error)
		var rejected *fault.Error
		if !errors.As(err, &rejected) {
			t.Fatalf("it panicked with %v, want a *fault.Error", err)
		}
		want := []fault.Fault{{Path: "Edge", Field: "Port", Problem: "a", Fix: "b"}, {Path: "Logs", Field: "Prefix", Problem: "c", Fix: "d"}}
		if len(rejected.Faults) != 2 || rejected.Faults[0] != want[0] || rejected.Faults[1] != want[1] {
			t.Errorf("got %v", rejected.Faults)
		}
		if lines := strings.Split(rejected.Error(), "\n"); len(lines) != 2 {
			t.Errorf("two faults make the lines %q", lines)
		}
	}()
	faults.PanicIfAny()
}
