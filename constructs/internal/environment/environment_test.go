package environment_test

import (
	"testing"

	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/cdktest"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

func TestCheck(t *testing.T) {
	stack := environment.Environment{Account: "111122223333", Region: "eu-west-1"}
	for _, c := range []struct {
		name string
		of   environment.Environment
		in   environment.Environment
		want string
	}{
		{"the same", stack, stack, ""},
		{"nothing known", environment.Environment{}, stack, ""},
		{"a stack without an environment", stack, environment.Environment{}, ""},
		{"another account", environment.Environment{Account: "444455556666", Region: "eu-west-1"}, stack,
			"stack/A: Thing: it is in account 444455556666, and the stack in 111122223333; use a thing of the stack's account and region"},
		{"another region", environment.Environment{Region: "us-east-1"}, stack,
			"stack/A: Thing: it is in region us-east-1, and the stack in eu-west-1; use a thing of the stack's account and region"},
	} {
		faults := fault.New("stack/A")
		c.of.Check(c.in, "Thing", "thing", faults)
		got := ""
		if err := faults.Err(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestOfARN(t *testing.T) {
	for arn, want := range map[string]environment.Environment{
		"arn:aws:lambda:eu-west-1:111122223333:function:f": {Account: "111122223333", Region: "eu-west-1"},
		"arn:aws:iam::111122223333:role/r":                 {Account: "111122223333"},
		"arn:aws:s3:::bucket":                              {},
		"bucket":                                           {},
		"arn:aws:lambda":                                   {},
		"":                                                 {},
		"${Token[TOKEN.1]}":                                {},
	} {
		if got := environment.OfARN(arn); got != want {
			t.Errorf("%q is of %+v, want %+v", arn, got, want)
		}
	}
}
