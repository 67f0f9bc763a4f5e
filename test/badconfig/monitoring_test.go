package badconfig

import (
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

func watch(props monitoring.Props) func(*site) {
	return func(s *site) { monitoring.New(s.stack, "Mon", &props) }
}

var functions = []awslambda.IFunction{someFunction{}}

// monitoringRefusals are what a user and a program may get wrong about alarms.
var monitoringRefusals = []refusal{
	{name: "monitoring is a word", context: stacks.Context{"monitoring": "on"}, want: []string{`context: monitoring: "on" is not true or false; use true or false`}},
	{name: "mail is no address", context: stacks.Context{"monitoring": true, "alarmEmail": "ops"}, want: []string{`context: alarmEmail: "ops" is no address; `}},
	{name: "mail without alarms", context: stacks.Context{"alarmEmail": "ops@example.com"}, want: []string{`context: alarmEmail: "ops@example.com" gets nothing without alarms; add -c monitoring=true`}},
	{name: "mail with a slip", context: stacks.Context{"alarm-email": "ops@example.com"}, want: []string{"context: alarm-email: the key is unknown; did you mean alarmEmail?"}},

	{name: "nothing to watch", make: watch(monitoring.Props{}), want: []string{"test/Mon: LoadBalancer: there is nothing to watch; "}},
	{name: "a function that is none", make: watch(monitoring.Props{Functions: []awslambda.IFunction{nil}}), want: []string{"test/Mon: Functions[0]: it is nil; "}},
	{name: "a stage without an API", make: watch(monitoring.Props{Functions: functions, APIStage: "dev"}), want: []string{`test/Mon: APIStage: "dev" has no API; `}},
	{name: "alarms' mail", make: watch(monitoring.Props{Functions: functions, Email: "ops"}), want: []string{`test/Mon: Email: "ops" is no address; `}},
	{name: "thresholds", make: watch(monitoring.Props{Functions: functions, Thresholds: monitoring.Thresholds{Errors: -1, LatencySeconds: 901, Throttles: -1}}), want: []string{
		"test/Mon: Thresholds.Errors: -1 is outside 1..1000000; ", "test/Mon: Thresholds.LatencySeconds: 901 is outside 0.001..900; ", "test/Mon: Thresholds.Throttles: -1 is outside 1..1000000; "}},
}
