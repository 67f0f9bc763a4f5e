package athenalogs

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/alb-lambda/constructs/internal/alblogs"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
)

// Defaults of [Props].
const (
	// DefaultPrefix is that of lambdaalb's access logs.
	DefaultPrefix = alblogs.Prefix // alb
	// DefaultDays is how long logbucket keeps logs.
	DefaultDays = alblogs.Days // 45
	// DefaultResultsPrefix begins the keys of query results.
	DefaultResultsPrefix = "athena-results"
	// DefaultScanLimitMB is how much one query may read: half a cent, at 5 US dollars for a terabyte.
	DefaultScanLimitMB = 1000
)

// Props of a [Table].
type Props struct {
	// Bucket to which a load balancer of this account and region writes its access logs. Required.
	Bucket awss3.IBucket
	// Prefix of the access logs' keys, without a slash at either end and without "AWSLogs". Default:
	// alb.
	Prefix string
	// Name of the database and of the workgroup, as queries use it: 1..128 lower-case
	// letters, digits and underscores, unique in the account and region. Default: the construct's
	// path, "monitoring_dev_accesslogs".
	Name string
	// Days is how far back the table reaches, 1..3650; older logs are not read. Default: 45.
	Days int
	// Results is the bucket that query results are written to, in the same region. Default: Bucket, so
	// that results are deleted when logs are.
	Results awss3.IBucket
	// ResultsPrefix begins the keys of results, without a slash at either end. Default:
	// athena-results.
	ResultsPrefix string
	// ScanLimitMB cancels a query that reads more megabytes (of 1,000,000 bytes) of compressed logs,
	// 10..7000000. Athena bills what is read, and 10 MB at least. Default: 1000.
	ScanLimitMB int
}

const maxName = 128

var (
	legalName = regexp.MustCompile(`^[a-z0-9_]+$`)
	notInName = regexp.MustCompile(`[^a-z0-9]+`)
)

func (p *Props) setDefaults(path string) {
	if p.Prefix == "" {
		p.Prefix = DefaultPrefix
	}
	if p.Name == "" {
		p.Name = notInName.ReplaceAllString(strings.ToLower(path), "_")
	}
	if p.Days == 0 {
		p.Days = DefaultDays
	}
	if p.Results == nil {
		p.Results = p.Bucket
	}
	if p.ResultsPrefix == "" {
		p.ResultsPrefix = DefaultResultsPrefix
	}
	if p.ScanLimitMB == 0 {
		p.ScanLimitMB = DefaultScanLimitMB
	}
}

func (p *Props) check(faults *fault.List) {
	if p.Bucket == nil {
		faults.Add("Bucket", "it is nil", "give the bucket that has the logs, like logbucket.New(...).Bucket()")
	}
	for _, prefix := range []struct{ field, value string }{{"Prefix", p.Prefix}, {"ResultsPrefix", p.ResultsPrefix}} {
		if strings.HasPrefix(prefix.value, "/") || strings.HasSuffix(prefix.value, "/") {
			faults.Add(prefix.field, fmt.Sprintf("%q begins or ends with a slash", prefix.value), "leave the slashes out")
		}
	}
	if strings.Contains(p.Prefix, "AWSLogs") {
		faults.Add("Prefix", fmt.Sprintf("%q contains AWSLogs, which AWS adds itself", p.Prefix), "leave AWSLogs out")
	}
	if p.ResultsPrefix == p.Prefix && p.Results == p.Bucket {
		faults.Add("ResultsPrefix", fmt.Sprintf("%q is where the logs are", p.ResultsPrefix), "leave it out for "+DefaultResultsPrefix)
	}
	switch {
	case !legalName.MatchString(p.Name):
		faults.Add("Name", fmt.Sprintf("%q is not of lower-case letters, digits and underscores", p.Name), "write it like access_logs")
	case len(p.Name) > maxName:
		faults.Add("Name", fmt.Sprintf("%q is over %d characters", p.Name, maxName), "give a shorter one")
	}
	faults.Range("Days", float64(p.Days), 1, 3650, fmt.Sprintf("leave it out for %d days", DefaultDays))
	faults.Range("ScanLimitMB", float64(p.ScanLimitMB), 10, 7000000, fmt.Sprintf("leave it out for %d MB", DefaultScanLimitMB))
}
