package gofunction

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/fault"
)

// faultsOf checks props as New does, without jsii.
func faultsOf(p Props) []string {
	p.setDefaults()
	list := fault.New("stack/F")
	p.check(list)
	var refused *fault.Error
	if !errors.As(list.Err(), &refused) {
		return nil
	}
	lines := make([]string, len(refused.Faults))
	for i, f := range refused.Faults {
		lines[i] = f.String()
	}
	return lines
}

func TestCheckAccepts(t *testing.T) {
	zero := 0
	for name, p := range map[string]Props{
		"the package alone": {Package: "./f"},
		"lower limits":      {Package: "./f", MemoryMB: 128, EphemeralStorageMB: 512, Timeout: time.Second, ReservedConcurrency: &zero},
		"upper limits": {Package: "./f", MemoryMB: 10240, EphemeralStorageMB: 10240, Timeout: 15 * time.Minute,
			Description: strings.Repeat("ü", maxDescription), Alias: strings.Repeat("a", 128)},
		"tokens": {Package: "./f", Description: "${Token[D.1]}" + strings.Repeat("x", 300),
			Environment: map[string]string{"TABLE": "${Token[T.2]}" + strings.Repeat("x", 5000)}},
		"build flags": {Package: "./f", Tags: []string{"a_b", "go1.26", "é"}, LDFlags: "-X main.v=1"},
		"an environment of 4 KB": {Package: "./f",
			Environment: map[string]string{"NAME": strings.Repeat("x", maxEnvironment-len(`{"NAME":""}`))}},
		"an alias that is a parameter": {Package: "./f", Alias: "${Token[A.3]}"},
	} {
		if faults := faultsOf(p); faults != nil {
			t.Errorf("%s: refused: %q", name, faults)
		}
	}
}

func TestCheckRefusesAllAtOnce(t *testing.T) {
	negative := -1
	got := faultsOf(Props{
		Tags:                []string{"good", "two tags", "-x"},
		Architecture:        "arm",
		Description:         strings.Repeat("x", 257),
		MemoryMB:            64,
		EphemeralStorageMB:  511,
		Timeout:             15*time.Minute + time.Second,
		Environment:         map[string]string{"AWS_REGION": "eu-west-1", "1ST": "", "BIG": strings.Repeat("x", 4096)},
		ReservedConcurrency: &negative,
		Alias:               "12",
	})
	want := []string{
		`stack/F: Package: it is empty; name a main package, like ./lambda/echo`,
		`stack/F: Tags: "two tags" is not a build tag; give each tag for itself, of letters, digits, _ and .`,
		`stack/F: Tags: "-x" is not a build tag; give each tag for itself, of letters, digits, _ and .`,
		`stack/F: Architecture: "arm" is unknown; use one of arm64, x86_64`,
		`stack/F: Description: 257 characters are over the limit of 256; shorten it`,
		`stack/F: MemoryMB: 64 is outside 128..10240; leave it out for 128 MB`,
		`stack/F: EphemeralStorageMB: 511 is outside 512..10240; leave it out for 512 MB`,
		`stack/F: Timeout: 15m1s is outside 1s..15m; leave it out for 10s`,
		`stack/F: Environment: "1ST" is not a letter followed by letters, digits and _; use a name like LOG_LEVEL`,
		`stack/F: Environment: "AWS_REGION" is set by Lambda itself; use another name`,
		`stack/F: Environment: as JSON, 4140 bytes are over the limit of 4096; keep large values in a parameter or an object`,
		`stack/F: ReservedConcurrency: -1 is negative; use 0 to stop the function, or leave it out for no limit`,
		`stack/F: Alias: "12" is a number, as versions are; use a name like live`,
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("faults:\n%s\nwant:\n%s", g, w)
	}
}

func TestCheckAlias(t *testing.T) {
	for _, c := range []struct {
		props Props
		want  string
	}{
		{Props{Package: "./f", Alias: "a b"}, `stack/F: Alias: "a b" is not 1 to 128 letters, digits, - and _; use a name like live`},
		{Props{Package: "./f", RetainVersions: true}, `stack/F: RetainVersions: true has no effect without an alias; set Alias, which publishes the versions`},
	} {
		if got := strings.Join(faultsOf(c.props), "\n"); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// The sizes are those of the JSON that Lambda measures: names, values, quotes, colons and commas.
func TestEnvironmentIsMeasuredAsJSON(t *testing.T) {
	many := map[string]string{}
	for i := range 100 {
		many[fmt.Sprintf("NAME%03d", i)] = strings.Repeat("x", 32)
	}
	for name, c := range map[string]struct {
		environment map[string]string
		want        int
	}{
		"nothing":                     {map[string]string{}, len(`{}`)},
		"many small ones":             {many, 4501},
		"what HTML escapes":           {map[string]string{"A": "<a&b>"}, len(`{"A":"<a&b>"}`)},
		"quotes and backslashes":      {map[string]string{"A": `"\`}, len(`{"A":"\"\\"}`)},
		"line breaks and tabs":        {map[string]string{"A": "\n\r\t"}, len(`{"A":"\n\r\t"}`)},
		"other control characters":    {map[string]string{"A": "\x01"}, len(`{"A":"\u0001"}`)},
		"letters of several bytes":    {map[string]string{"A": "üß€"}, len(`{"A":"üß€"}`)},
		"line separators of Unicode":  {map[string]string{"A": "\u2028\u2029"}, len("{'A':'\u2028\u2029'}")},
		"a token, which is not known": {map[string]string{"AB": "x${Token[T.1]}"}, len(`{"AB":""}`)},
		"a dynamic reference":         {map[string]string{"AB": "{{resolve:ssm:/a}}"}, len(`{"AB":""}`)},
	} {
		if got := environmentSize(c.environment); got != c.want {
			t.Errorf("%s: %d bytes, want %d", name, got, c.want)
		}
	}
	over := map[string]string{"NAME": strings.Repeat("x", maxEnvironment-len(`{"NAME":""}`)+1)}
	if got, want := strings.Join(faultsOf(Props{Package: "./f", Environment: over}), "\n"),
		"stack/F: Environment: as JSON, 4097 bytes are over the limit of 4096; keep large values in a parameter or an object"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
