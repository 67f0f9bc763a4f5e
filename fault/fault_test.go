package fault_test

import (
	"errors"
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
)

func TestFaultIsOneLineWithTheMend(t *testing.T) {
	faults := fault.New("alb-lambda/Edge")
	faults.Add(`route "/echo/*"`, "priority 60000 is outside 1..50000", "leave it out to have one allotted")
	want := `alb-lambda/Edge: route "/echo/*": priority 60000 is outside 1..50000; leave it out to have one allotted`
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

func TestAllFaultsComeAtOnceAsAValue(t *testing.T) {
	faults := fault.New("Edge")
	faults.Add("Port", "a", "b")
	other := fault.New("Logs")
	other.Add("Prefix", "c", "d")
	faults.Merge(other)

	defer func() {
		err, _ := recover().(error)
		var refused *fault.Error
		if !errors.As(err, &refused) {
			t.Fatalf("it panicked with %v, want a *fault.Error", err)
		}
		want := []fault.Fault{{Path: "Edge", Field: "Port", Problem: "a", Fix: "b"}, {Path: "Logs", Field: "Prefix", Problem: "c", Fix: "d"}}
		if len(refused.Faults) != 2 || refused.Faults[0] != want[0] || refused.Faults[1] != want[1] {
			t.Errorf("got %v", refused.Faults)
		}
		if lines := strings.Split(refused.Error(), "\n"); len(lines) != 2 {
			t.Errorf("two faults make the lines %q", lines)
		}
	}()
	faults.PanicIfAny()
}
