package logbucket

import (
	"errors"
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
)

// destination stands for a bucket where only its presence matters.
type destination struct{ awss3.IBucket }

func lines(list *fault.List) string {
	var rejected *fault.Error
	if !errors.As(list.Err(), &rejected) {
		return ""
	}
	return rejected.Error()
}

// faultsOf checks props as New does, without jsii.
func faultsOf(p Props) string {
	p.setDefaults()
	list := fault.New("stack/B")
	p.check(list)
	return lines(list)
}

func TestCheckAccepts(t *testing.T) {
	for name, p := range map[string]Props{
		"nothing":                   {},
		"a day":                     {ExpirationDays: 1},
		"a century":                 {ExpirationDays: 36500, Versioned: true, NoncurrentDays: 36500},
		"the earliest move":         {InfrequentAccessDays: 30},
		"the earliest moves":        {InfrequentAccessDays: 30, GlacierDays: 60, ExpirationDays: 61},
		"to Glacier without a stay": {GlacierDays: 1},
		"server access logs":        {ServerAccessLogs: destination{}, ServerAccessLogsPrefix: "alb-logs/"},
	} {
		if faults := faultsOf(p); faults != "" {
			t.Errorf("%s: rejected: %s", name, faults)
		}
	}
}

func TestCheckRejects(t *testing.T) {
	for name, c := range map[string]struct {
		props Props
		want  []string
	}{
		"all at once": {
			Props{ExpirationDays: -1, InfrequentAccessDays: 29, GlacierDays: 58, NoncurrentDays: 7, ServerAccessLogsPrefix: "x/"},
			[]string{
				`stack/B: ExpirationDays: -1 is outside 1..36500; leave it out to keep logs for 45 days`,
				`stack/B: InfrequentAccessDays: 29 is under 30, the minimum of S3; move objects later, or leave it out`,
				`stack/B: GlacierDays: 58 is under 59, the minimum of S3; move objects later, or leave it out`,
				`stack/B: NoncurrentDays: 7 has no effect without versions; set Versioned, or leave it out`,
				`stack/B: ServerAccessLogsPrefix: "x/" has no effect without a bucket; set ServerAccessLogs`,
			}},
		"a move when all is gone": {
			Props{InfrequentAccessDays: 45, ExpirationDays: 45},
			[]string{`stack/B: InfrequentAccessDays: 45 is not before the objects expire, at 45 days; raise ExpirationDays, or leave it out`}},
		"a second move too soon": {
			Props{InfrequentAccessDays: 40, GlacierDays: 69, ExpirationDays: 365},
			[]string{`stack/B: GlacierDays: 69 is under 70, the minimum of S3; move objects later, or leave it out`}},
		"negative days": {
			Props{GlacierDays: -1, Versioned: true, NoncurrentDays: -1},
			[]string{
				`stack/B: GlacierDays: -1 is under 1, the minimum of S3; move objects later, or leave it out`,
				`stack/B: NoncurrentDays: -1 is outside 1..36500; leave it out for 30 days`,
			}},
		"too many days": {
			Props{ExpirationDays: 36501},
			[]string{`stack/B: ExpirationDays: 36501 is outside 1..36500; leave it out to keep logs for 45 days`}},
	} {
		if got, want := faultsOf(c.props), strings.Join(c.want, "\n"); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, want)
		}
	}
}
