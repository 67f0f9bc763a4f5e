// Package retention turns a number of days into the retention of a log group. CloudWatch Logs
// accepts certain numbers only:
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
//
// CloudWatch's days are its business, and nothing of who logs.
package retention

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
)

const (
	// DefaultDays is how long every log group here keeps events unless a prop says otherwise.
	DefaultDays = 30
	// Forever is the number that stands for no end.
	Forever = -1
)

// periods are CDK's names of the numbers that CloudWatch Logs accepts.
var periods = []struct {
	days int
	name awslogs.RetentionDays
}{
	{1, awslogs.RetentionDays_ONE_DAY},
	{3, awslogs.RetentionDays_THREE_DAYS},
	{5, awslogs.RetentionDays_FIVE_DAYS},
	{7, awslogs.RetentionDays_ONE_WEEK},
	{14, awslogs.RetentionDays_TWO_WEEKS},
	{30, awslogs.RetentionDays_ONE_MONTH},
	{60, awslogs.RetentionDays_TWO_MONTHS},
	{90, awslogs.RetentionDays_THREE_MONTHS},
	{120, awslogs.RetentionDays_FOUR_MONTHS},
	{150, awslogs.RetentionDays_FIVE_MONTHS},
	{180, awslogs.RetentionDays_SIX_MONTHS},
	{365, awslogs.RetentionDays_ONE_YEAR},
	{400, awslogs.RetentionDays_THIRTEEN_MONTHS},
	{545, awslogs.RetentionDays_EIGHTEEN_MONTHS},
	{731, awslogs.RetentionDays_TWO_YEARS},
	{1096, awslogs.RetentionDays_THREE_YEARS},
	{1827, awslogs.RetentionDays_FIVE_YEARS},
	{2192, awslogs.RetentionDays_SIX_YEARS},
	{2557, awslogs.RetentionDays_SEVEN_YEARS},
	{2922, awslogs.RetentionDays_EIGHT_YEARS},
	{3288, awslogs.RetentionDays_NINE_YEARS},
	{3653, awslogs.RetentionDays_TEN_YEARS},
}

// Check records a validation error unless days is zero, which means the default, -1 or a number
// that CloudWatch Logs accepts.
func Check(faults *fault.List, field string, days int) {
	legal := make([]string, len(periods))
	for i, p := range periods {
		if p.days == days {
			return
		}
		legal[i] = fmt.Sprint(p.days)
	}
	if days != 0 && days != Forever {
		faults.Add(field, fmt.Sprintf("CloudWatch Logs has no retention of %d days", days),
			"use one of "+strings.Join(legal, ", ")+", or -1 to keep events forever")
	}
}

// Of gives CDK's name of a number of days that [Check] accepts.
func Of(days int) awslogs.RetentionDays {
	if days == 0 {
		days = DefaultDays
	}
	for _, p := range periods {
		if p.days == days {
			return p.name
		}
	}
	return awslogs.RetentionDays_INFINITE
}
