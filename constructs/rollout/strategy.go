package rollout

import (
	"fmt"
	"time"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Strategy is how the traffic moves to the new version. The zero value is Canary(10,
// 5*time.Minute).
// https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
type Strategy struct {
	// AllAtOnce moves all traffic in one step; alarms are looked at before and after it only. Default:
	// false.
	AllAtOnce bool
	// Linear moves Percent more at each Interval. Default: false, a canary: Percent at once, and the
	// rest after Interval.
	Linear bool
	// Percent of the traffic, 1..99. Default: 10.
	Percent int
	// Interval is how long a step lasts: whole minutes, at least 1, and 48 hours between the first
	// step and the last at most. Default: 5 minutes; linear, 1 minute.
	Interval time.Duration
}

// AllAtOnce moves all traffic in one step.
func AllAtOnce() Strategy { return Strategy{AllAtOnce: true} }

// Canary moves percent of the traffic, and the rest after an interval.
func Canary(percent int, interval time.Duration) Strategy {
	return Strategy{Percent: percent, Interval: interval}
}

// Linear moves percent more of the traffic at each interval.
func Linear(percent int, interval time.Duration) Strategy {
	return Strategy{Linear: true, Percent: percent, Interval: interval}
}

// longest is how long it may take from the first step to the last one.
// https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
const longest = 48 * time.Hour

func (s Strategy) withDefaults() Strategy {
	if s.AllAtOnce {
		return s
	}
	if s.Percent == 0 {
		s.Percent = 10
	}
	if s.Interval == 0 {
		s.Interval = 5 * time.Minute
		if s.Linear {
			s.Interval = time.Minute
		}
	}
	return s
}

// check looks at a strategy with its defaults.
func (s Strategy) check(faults *fault.List) {
	if s.AllAtOnce {
		if s.Linear || s.Percent != 0 || s.Interval != 0 {
			faults.Add("Strategy", "all at once has no steps", "leave AllAtOnce out, or all else")
		}
		return
	}
	faults.Range("Strategy.Percent", float64(s.Percent), 1, 99, "leave it out for 10, or use AllAtOnce")
	faults.Duration("Strategy.Interval", s.Interval, time.Minute, longest, time.Minute, "use minutes, up to 48 hours")
	if s.Linear && s.Percent > 0 && s.Interval > 0 && s.Interval <= longest {
		steps := (100+s.Percent-1)/s.Percent - 1
		if whole := time.Duration(steps) * s.Interval; whole > longest {
			faults.Add("Strategy", fmt.Sprintf("%d steps of %s take %s, over %s", steps, fault.Short(s.Interval), fault.Short(whole), fault.Short(longest)),
				"take larger or shorter steps")
		}
	}
}

// config is CodeDeploy's own where it has one, so that there is nothing to create.
func (s Strategy) config(scope constructs.Construct) awscodedeploy.ILambdaDeploymentConfig {
	if s.AllAtOnce {
		return awscodedeploy.LambdaDeploymentConfig_ALL_AT_ONCE()
	}
	if own := predefined[s]; own != nil {
		return own()
	}
	interval, percent := awscdk.Duration_Minutes(jsii.Number(s.Interval.Minutes())), jsii.Number(s.Percent)
	routing := awscodedeploy.TrafficRouting_TimeBasedCanary(&awscodedeploy.TimeBasedCanaryTrafficRoutingProps{Interval: interval, Percentage: percent})
	if s.Linear {
		routing = awscodedeploy.TrafficRouting_TimeBasedLinear(&awscodedeploy.TimeBasedLinearTrafficRoutingProps{Interval: interval, Percentage: percent})
	}
	return awscodedeploy.NewLambdaDeploymentConfig(scope, jsii.String("Config"), &awscodedeploy.LambdaDeploymentConfigProps{TrafficRouting: routing})
}

var predefined = map[Strategy]func() awscodedeploy.ILambdaDeploymentConfig{
	Canary(10, 5*time.Minute):  awscodedeploy.LambdaDeploymentConfig_CANARY_10PERCENT_5MINUTES,
	Canary(10, 10*time.Minute): awscodedeploy.LambdaDeploymentConfig_CANARY_10PERCENT_10MINUTES,
	Canary(10, 15*time.Minute): awscodedeploy.LambdaDeploymentConfig_CANARY_10PERCENT_15MINUTES,
	Canary(10, 30*time.Minute): awscodedeploy.LambdaDeploymentConfig_CANARY_10PERCENT_30MINUTES,
	Linear(10, 1*time.Minute):  awscodedeploy.LambdaDeploymentConfig_LINEAR_10PERCENT_EVERY_1MINUTE,
	Linear(10, 2*time.Minute):  awscodedeploy.LambdaDeploymentConfig_LINEAR_10PERCENT_EVERY_2MINUTES,
	Linear(10, 3*time.Minute):  awscodedeploy.LambdaDeploymentConfig_LINEAR_10PERCENT_EVERY_3MINUTES,
	Linear(10, 10*time.Minute): awscodedeploy.LambdaDeploymentConfig_LINEAR_10PERCENT_EVERY_10MINUTES,
}
