package retention_test

import (
	"fmt"
	"testing"

	"example.com/alb-lambda/constructs/internal/retention"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
)

func TestCheckAcceptsWhatCloudWatchLogsDoes(t *testing.T) {
	for _, days := range []int{-1, 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653} {
		faults := fault.New("F")
		if retention.Check(faults, "Days", days); faults.Err() != nil {
			t.Error(faults.Err())
		}
	}
	for _, days := range []int{-2, 2, 31, 364, 366, 3654, 9999} {
		faults := fault.New("F")
		retention.Check(faults, "Days", days)
		if err := faults.Err(); err == nil || err.Error() != fmt.Sprintf("F: Days: CloudWatch Logs has no retention of %d days; use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, "+
			"180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, or -1 to keep events forever", days) {
			t.Errorf("%d: %v", days, err)
		}
	}
}

func TestOfNamesTheDays(t *testing.T) {
	for days, want := range map[int]awslogs.RetentionDays{
		0: awslogs.RetentionDays_ONE_MONTH, -1: awslogs.RetentionDays_INFINITE, 1: awslogs.RetentionDays_ONE_DAY,
		365: awslogs.RetentionDays_ONE_YEAR, 3653: awslogs.RetentionDays_TEN_YEARS,
	} {
		if got := retention.Of(days); got != want {
			t.Errorf("%d: %s, want %s", days, got, want)
		}
	}
}
