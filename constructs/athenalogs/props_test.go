package athenalogs

import (
	"errors"
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
)

// bucket stands for one where only its presence matters.
type bucket struct {
	awss3.IBucket
	name string
}

// faultsOf checks props as New does, without jsii.
func faultsOf(p Props) string {
	const path = "stack/Logs"
	p.setDefaults(path)
	list := fault.New(path)
	p.check(list)
	var rejected *fault.Error
	if !errors.As(list.Err(), &rejected) {
		return ""
	}
	return rejected.Error()
}

func TestCheckAccepts(t *testing.T) {
	logs, results := bucket{name: "logs"}, bucket{name: "results"}
	for name, p := range map[string]Props{
		"a bucket":           {Bucket: logs},
		"the least":          {Bucket: logs, Prefix: "a/b", Name: "x", Days: 1, ScanLimitMB: 10},
		"the most":           {Bucket: logs, Name: strings.Repeat("n", 128), Days: 3650, ScanLimitMB: 7000000},
		"results of its own": {Bucket: logs, Results: results, Prefix: "same", ResultsPrefix: "same"},
	} {
		if faults := faultsOf(p); faults != "" {
			t.Errorf("%s: rejected: %s", name, faults)
		}
	}
}

func TestCheckRejects(t *testing.T) {
	logs := bucket{name: "logs"}
	for name, c := range map[string]struct {
		props Props
		want  []string
	}{
		"nothing": {Props{}, []string{
			`stack/Logs: Bucket: it is nil; give the bucket that has the logs, like logbucket.New(...).Bucket()`}},
		"all at once": {
			Props{Prefix: "/alb", Name: "Access-Logs", Days: -1, ResultsPrefix: "results/", ScanLimitMB: 9},
			[]string{
				`stack/Logs: Bucket: it is nil; give the bucket that has the logs, like logbucket.New(...).Bucket()`,
				`stack/Logs: Prefix: "/alb" begins or ends with a slash; leave the slashes out`,
				`stack/Logs: ResultsPrefix: "results/" begins or ends with a slash; leave the slashes out`,
				`stack/Logs: Name: "Access-Logs" is not of lower-case letters, digits and underscores; write it like access_logs`,
				`stack/Logs: Days: -1 is outside 1..3650; leave it out for 45 days`,
				`stack/Logs: ScanLimitMB: 9 is outside 10..7000000; leave it out for 1000 MB`,
			}},
		"what AWS adds": {
			Props{Bucket: logs, Prefix: "alb/AWSLogs/1"},
			[]string{`stack/Logs: Prefix: "alb/AWSLogs/1" contains AWSLogs, which AWS adds itself; leave AWSLogs out`}},
		"results among the logs": {
			Props{Bucket: logs, ResultsPrefix: "alb"},
			[]string{`stack/Logs: ResultsPrefix: "alb" is where the logs are; leave it out for athena-results`}},
		"a long name": {
			Props{Bucket: logs, Name: strings.Repeat("n", 129)},
			[]string{`stack/Logs: Name: "` + strings.Repeat("n", 129) + `" is over 128 characters; give a shorter one`}},
	} {
		if got, want := faultsOf(c.props), strings.Join(c.want, "\n"); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, want)
		}
	}
}
