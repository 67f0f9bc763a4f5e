package logbucket

import (
	"fmt"

	"example.com/alb-lambda/constructs/internal/alblogs"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
)

// Defaults of [Props].
const (
	// DefaultExpirationDays is how long logs are kept.
	DefaultExpirationDays = alblogs.Days // 45
	// DefaultNoncurrentDays is how long overwritten and deleted versions are kept in a versioned
	// bucket.
	DefaultNoncurrentDays = 30
)

// Props of a [Bucket]. The zero value is a bucket that deletes its logs after 45 days and is
// deleted with its stack. The rules for days are those of
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
type Props struct {
	// ExpirationDays is the age in days at which log objects are deleted, at most 36500. Default: 45.
	ExpirationDays int
	// InfrequentAccessDays is the age in days at which objects move to the storage class Standard-IA:
	// at least 30, and before they expire. S3 bills 30 days there at least, and leaves objects under
	// 128 KB where they are. Default: never.
	InfrequentAccessDays int
	// GlacierDays is the age in days at which objects move to Glacier Flexible Retrieval, from where
	// they are restored before they can be read: at least 30 days after Standard-IA, and before they
	// expire. S3 bills 90 days there at least. Default: never.
	GlacierDays int
	// Versioned keeps objects that are overwritten or deleted, for NoncurrentDays. A load balancer
	// never writes an object twice; this protects logs against people. Default: false.
	Versioned bool
	// NoncurrentDays is how many days a versioned bucket keeps what was overwritten or deleted,
	// expired logs too; at most 36500. Needs Versioned. Default: 30.
	NoncurrentDays int
	// ServerAccessLogs is the bucket to which S3 logs access to this one, in the same account and
	// region. CDK adds the permission to its policy; where it is imported, CDK warns that its owner
	// must. Default: none.
	ServerAccessLogs awss3.IBucket
	// ServerAccessLogsPrefix begins the keys in that bucket, commonly ended by a slash. Needs
	// ServerAccessLogs. Default: none.
	ServerAccessLogsPrefix string
	// Retain keeps the bucket and its objects when the stack is destroyed. Default: false, the
	// bucket is emptied and deleted with the stack, by CDK's auto-delete custom resource. Its handler
	// denies writes to the bucket first, by an ARN of the partition aws: in aws-cn and aws-us-gov that
	// has no effect, and a log that is delivered while it works can make the deletion fail; destroy
	// the stack again then.
	Retain bool
}

const (
	maxDays = 36500
	// minInfrequentAccess is the age that S3 requires, and how long an object stays before it may move
	// on.
	minInfrequentAccess = 30
)

func (p *Props) setDefaults() {
	if p.ExpirationDays == 0 {
		p.ExpirationDays = DefaultExpirationDays
	}
	if p.Versioned && p.NoncurrentDays == 0 {
		p.NoncurrentDays = DefaultNoncurrentDays
	}
}

func (p *Props) check(faults *fault.List) {
	faults.Range("ExpirationDays", float64(p.ExpirationDays), 1, maxDays,
		fmt.Sprintf("leave it out to keep logs for %d days", DefaultExpirationDays))
	p.checkTransition(faults, "InfrequentAccessDays", p.InfrequentAccessDays, minInfrequentAccess)
	glacierFrom := 1
	if p.InfrequentAccessDays != 0 {
		glacierFrom = p.InfrequentAccessDays + minInfrequentAccess
	}
	p.checkTransition(faults, "GlacierDays", p.GlacierDays, glacierFrom)
	if p.NoncurrentDays != 0 && !p.Versioned {
		faults.Add("NoncurrentDays", fmt.Sprintf("%d has no effect without versions", p.NoncurrentDays), "set Versioned, or leave it out")
	} else {
		faults.Range("NoncurrentDays", float64(p.NoncurrentDays), 1, maxDays,
			fmt.Sprintf("leave it out for %d days", DefaultNoncurrentDays))
	}
	if p.ServerAccessLogsPrefix != "" && p.ServerAccessLogs == nil {
		faults.Add("ServerAccessLogsPrefix", fmt.Sprintf("%q has no effect without a bucket", p.ServerAccessLogsPrefix), "set ServerAccessLogs")
	}
}

func (p *Props) checkTransition(faults *fault.List, field string, days, from int) {
	switch {
	case days == 0:
	case days < from:
		faults.Add(field, fmt.Sprintf("%d is under %d, the minimum of S3", days, from), "move objects later, or leave it out")
	case days >= p.ExpirationDays:
		faults.Add(field, fmt.Sprintf("%d is not before the objects expire, at %d days", days, p.ExpirationDays),
			"raise ExpirationDays, or leave it out")
	}
}
