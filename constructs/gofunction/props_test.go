package gofunction

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

// faultsOf checks props as New does, without jsii.
func faultsOf(p Props) []string {
	p.setDefaults()
	list := fault.New("stack/F")
	p.check(list)
	var rejected *fault.Error
	if !errors.As(list.Err(), &rejected) {
		return nil
	}
	lines := make([]string, len(rejected.Faults))
	for i, f := range rejected.Faults {
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
		"a fast function":        {Package: "./f", Architecture: AMD64, GOAMD64: "v3", GOEXPERIMENT: "jsonv2,greenteagc"},
		"a fast function on ARM": {Package: "./f", GOARM64: "v8.2,crypto"},
		"files":                  {Package: "./f", Files: map[string]string{"a/b": "testdata/files", "a/c": "testdata/files/page.html", "ab": "props.go"}},
		"provisioned concurrency": {Package: "./f", Alias: "live", ReservedConcurrency: new(10), ProvisionedConcurrency: &ProvisionedConcurrency{
			Executions: 1, Max: 10, Utilization: 0.9, Schedules: map[string]Schedule{"none": {At: "at(2026-12-24T00:00:00)", TimeZone: "UTC"}}}},
		"a URL":                        {Package: "./f", URL: &URL{CORS: &URLCORS{Origins: []string{"*"}}}},
		"logs as text":                 {Package: "./f", LogFormat: awslambda.LoggingFormat_TEXT},
		"an alias that is a parameter": {Package: "./f", Alias: "${Token[A.3]}"},
	} {
		if faults := faultsOf(p); faults != nil {
			t.Errorf("%s: rejected: %q", name, faults)
		}
	}
}

func TestCheckRejectsAllAtOnce(t *testing.T) {
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

func TestCheckRejectsNewProps(t *testing.T) {
	for _, c := range []struct {
		props Props
		want  []string
	}{
		{Props{Files: map[string]string{"/a": "props.go", "bootstrap": "props.go", "a/../b": "props.go", "c": "absent", "d": "testdata", "d/e": "props.go"}}, []string{
			`stack/F: Files["/a"]: it is not a path in the function; write it like templates/index.html, without a slash at its ends`,
			`stack/F: Files["a/../b"]: it is not a path in the function; write it like templates/index.html, without a slash at its ends`,
			`stack/F: Files["bootstrap"]: it is where the executable is; use another name`,
			`stack/F: Files["c"]: "absent" is not a file or a folder; name one relative to Dir`,
			`stack/F: Files["d"]: "d/e" is inside of it; put both into one folder, or give them separate paths`,
		}},
		{Props{Environment: map[string]string{"${Token[N.4]}": ""}}, []string{
			`stack/F: Environment: the name "${Token[N.4]}" holds a token; use a name that is known at synth`,
		}},
		{Props{GOEXPERIMENT: "a b", GOAMD64: "v3", GOARM64: "v9.0"}, []string{
			`stack/F: GOEXPERIMENT: "a b" is not a list of experiments; write it like jsonv2, separated by commas`,
			`stack/F: GOAMD64: v3 has no effect on arm64; leave it out, or set Architecture`,
			`stack/F: GOARM64: "v9.0" is not among what Lambda has everywhere; use one of v8.0, v8.1, v8.2, with ,lse and ,crypto`,
		}},
		{Props{Architecture: AMD64, GOAMD64: "v4", GOARM64: "v8.0"}, []string{
			`stack/F: GOAMD64: "v4" is not among what Lambda has everywhere; use one of v1, v2, v3`,
			`stack/F: GOARM64: v8.0 has no effect on x86_64; leave it out, or set Architecture`,
		}},
		{Props{ReservedConcurrency: new(5), ProvisionedConcurrency: &ProvisionedConcurrency{Max: 9, Utilization: 0.95, Schedules: map[string]Schedule{
			"a b": {At: "daily", TimeZone: "my zone", Min: 3, Max: 2}}}}, []string{
			`stack/F: ProvisionedConcurrency: the version that is not published has none; set Alias, which publishes a version`,
			`stack/F: ProvisionedConcurrency.Executions: 0 is under 1; give the number of environments, or leave ProvisionedConcurrency out`,
			`stack/F: ProvisionedConcurrency: 9 environments are over the ReservedConcurrency of 5; provision less, or reserve more`,
			`stack/F: ProvisionedConcurrency.Utilization: 0.95 is outside 0.1..0.9; leave it out for 0.7`,
			`stack/F: ProvisionedConcurrency.Schedules["a b"]: the name is not 1 to 64 letters, digits, - and _; use a name like morning`,
			`stack/F: ProvisionedConcurrency.Schedules["a b"].At: "daily" is not at(…), rate(…) or cron(…); write it like "cron(0 8 ? * MON-FRI *)"`,
			`stack/F: ProvisionedConcurrency.Schedules["a b"].TimeZone: "my zone" is not the name of a time zone; write it like "Europe/Berlin"`,
			`stack/F: ProvisionedConcurrency.Schedules["a b"]: 3..2 is not a range of environments; give Min, and a Max that is not under it`,
		}},
		{Props{Alias: "live", ProvisionedConcurrency: &ProvisionedConcurrency{Executions: 3, Utilization: 0.5}}, []string{
			`stack/F: ProvisionedConcurrency.Max: it is 0, and what scales needs a limit; give the most environments that there may be`,
		}},
		{Props{Alias: "live", ProvisionedConcurrency: &ProvisionedConcurrency{Executions: 3, Max: 2}}, []string{
			`stack/F: ProvisionedConcurrency.Max: 2 is under Executions, 3; give the most environments that there may be`,
		}},
		{Props{URL: &URL{CORS: &URLCORS{}}}, []string{`stack/F: URL.CORS.Origins: it is empty; name the sites that may send requests, or "*"`}},
		{Props{URL: &URL{CORS: &URLCORS{Origins: []string{"*", "example.com"}, Methods: []string{"OPTIONS"}, Headers: []string{"a b"}, ExposeHeaders: []string{""},
			Credentials: true, MaxAge: 25 * time.Hour}}}, []string{
			`stack/F: URL.CORS.Origins: "example.com" is not an origin; write it like https://www.example.com, without a path`,
			`stack/F: URL.CORS.Origins: "*" is not the only one; leave the others out, or the star`,
			`stack/F: URL.CORS.Methods: "OPTIONS" is unknown; write it like GET; leave all out for all`,
			`stack/F: URL.CORS.Headers: "a b" is not the name of a header; write it like X-Request-Id`,
			`stack/F: URL.CORS.ExposeHeaders: "" is not the name of a header; write it like X-Request-Id`,
			`stack/F: URL.CORS.Credentials: browsers reject true with the origin "*"; name the origins, or leave it out`,
			`stack/F: URL.CORS.MaxAge: 25h is outside 1s..24h; leave it out for the browser's own time`,
		}},
		{Props{LogFormat: "XML", SystemLogLevel: "ERROR", ApplicationLogLevel: "ALL"}, []string{
			`stack/F: LogFormat: "XML" is unknown; use one of JSON, TEXT`,
			`stack/F: SystemLogLevel: "ERROR" is unknown; use one of DEBUG, INFO, WARN`,
			`stack/F: ApplicationLogLevel: "ALL" is unknown; use one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL`,
		}},
		{Props{LogFormat: awslambda.LoggingFormat_TEXT, SystemLogLevel: awslambda.SystemLogLevel_WARN}, []string{
			`stack/F: SystemLogLevel: WARN has no effect on logs as TEXT; leave it out, or leave LogFormat out for JSON`,
		}},
	} {
		c.props.Package = "./f"
		if got, want := strings.Join(faultsOf(c.props), "\n"), strings.Join(c.want, "\n"); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}
