package badconfig

import (
	"time"

	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/settings"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

func watch(props monitoring.Props) func(*site) {
	return func(s *site) { monitoring.New(s.stack, "Mon", &props) }
}

var functions = []awslambda.IFunction{someFunction{}}

// monitoringRefusals are what a user and a program may get wrong about alarms.
var monitoringRefusals = []refusal{
	{name: "monitoring is a word", context: settings.Context{"monitoring": "on"}, want: []string{`context: monitoring: "on" is not true or false; use true or false`}},
	{name: "mail is no address", context: settings.Context{"monitoring": true, "alarmEmail": "ops"}, want: []string{`context: alarmEmail: "ops" is not an address; `}},
	{name: "mail without alarms", context: settings.Context{"alarmEmail": "ops@example.com"}, want: []string{`context: alarmEmail: "ops@example.com" gets no mail, as there are no alarms without monitoring; write it like -c monitoring=true`}},
	{name: "mail with a slip", context: settings.Context{"alarm-email": "ops@example.com"}, want: []string{"context: alarm-email: the key is unknown; did you mean alarmEmail?"}},

	{name: "nothing to watch", make: watch(monitoring.Props{}), want: []string{"test/Mon: LoadBalancer: there is nothing to watch; "}},
	{name: "a function that is none", make: watch(monitoring.Props{Functions: []awslambda.IFunction{nil}}), want: []string{"test/Mon: Functions[0]: it is nil; "}},
	{name: "a stage without an API", make: watch(monitoring.Props{Functions: functions, APIStage: "dev"}), want: []string{`test/Mon: APIStage: "dev" has no API; `}},
	{name: "alarms' mail", make: watch(monitoring.Props{Functions: functions, Email: "ops"}), want: []string{`test/Mon: Email: "ops" is no address; `}},
	{name: "thresholds", make: watch(monitoring.Props{Functions: functions, Thresholds: monitoring.Thresholds{Errors: -1, Latency: 901 * time.Second, Throttles: -1}}), want: []string{
		"test/Mon: Thresholds.Errors: -1 is outside 1..1000000; ", "test/Mon: Thresholds.Latency: 15m1s is outside 1ms..15m; ", "test/Mon: Thresholds.Throttles: -1 is outside 1..1000000; "}},
}
