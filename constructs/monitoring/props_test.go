package monitoring

import (
	"errors"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
)

// These stand for objects where only their presence matters.
type (
	balancer struct {
		elb.IApplicationLoadBalancer
	}
	group    struct{ elb.IApplicationTargetGroup }
	givenAPI struct{ awsapigateway.IRestApi }
	function struct{ awslambda.IFunction }
	topic    struct{ awssns.ITopic }
)

// faultsOf checks props as New does, without jsii.
func faultsOf(p Props) string {
	p.setDefaults()
	list := fault.New("stack/M")
	p.check(list)
	var rejected *fault.Error
	if !errors.As(list.Err(), &rejected) {
		return ""
	}
	return rejected.Error()
}

func TestCheckAccepts(t *testing.T) {
	functions := []awslambda.IFunction{function{}}
	for name, p := range map[string]Props{
		"a load balancer":   {LoadBalancer: balancer{}},
		"its groups":        {LoadBalancer: balancer{}, TargetGroups: []elb.IApplicationTargetGroup{group{}}},
		"an imported API":   {API: givenAPI{}, APIStage: "prod"},
		"functions":         {Functions: functions},
		"a topic":           {Functions: functions, Topic: topic{}},
		"an address":        {Functions: functions, Email: "ops@example.com"},
		"a price":           {Functions: functions, LCUPrice: 0.0095, LCUPriceDate: "January 2027"},
		"a date alone":      {Functions: functions, LCUPriceDate: "January 2027"},
		"low thresholds":    {Functions: functions, Thresholds: Thresholds{Errors: 1, Latency: time.Millisecond, Throttles: 1, LCUs: 0.001}},
		"a patient latency": {Functions: functions, Thresholds: Thresholds{Latency: 15 * time.Minute}},
		"high thresholds":   {Functions: functions, Thresholds: Thresholds{Errors: 1e6, Throttles: 1e6, LCUs: 1e6}},
	} {
		if faults := faultsOf(p); faults != "" {
			t.Errorf("%s: rejected: %s", name, faults)
		}
	}
}

func TestCheckRejects(t *testing.T) {
	functions := []awslambda.IFunction{function{}}
	for name, c := range map[string]struct {
		props Props
		want  []string
	}{
		"nothing": {Props{}, []string{
			`stack/M: LoadBalancer: there is nothing to watch; give a load balancer, an API or functions`}},
		"parts without their whole": {
			Props{Functions: functions, TargetGroups: []elb.IApplicationTargetGroup{group{}}, APIStage: "prod"},
			[]string{
				`stack/M: TargetGroups: they have no load balancer; set LoadBalancer`,
				`stack/M: APIStage: "prod" has no API; set API`}},
		"nil among several": {
			Props{LoadBalancer: balancer{}, TargetGroups: []elb.IApplicationTargetGroup{group{}, nil}, Functions: []awslambda.IFunction{nil}},
			[]string{
				`stack/M: TargetGroups[1]: it is nil; leave it out`,
				`stack/M: Functions[0]: it is nil; leave it out`}},
		"an imported API without a stage": {
			Props{API: givenAPI{}},
			[]string{`stack/M: APIStage: it is empty, and an imported API does not know its stage; give the name of the stage`}},
		"two topics": {
			Props{Functions: functions, Topic: topic{}, Email: "ops@example.com"},
			[]string{`stack/M: Email: there is a topic already; give one of Topic and Email`}},
		"a composite alarm without a topic": {
			Props{Functions: functions, Composite: true},
			[]string{`stack/M: Composite: there is no topic to tell; give Topic or Email`}},
		"a band that is too wide, beside a threshold": {
			Props{Functions: functions, Thresholds: Thresholds{Latency: time.Second, LatencyBand: 21}},
			[]string{
				`stack/M: Thresholds.LatencyBand: 21 is outside 0.5..20; leave it out for a fixed Latency, or use 2`,
				`stack/M: Thresholds.LatencyBand: there is a fixed Latency as well; give one of Latency and LatencyBand`}},
		"no address": {
			Props{Functions: functions, Email: "ops"},
			[]string{`stack/M: Email: "ops" is not an address; write it like ops@example.com`}},
		"a price without a date": {
			Props{Functions: functions, LCUPrice: 2},
			[]string{
				`stack/M: LCUPrice: 2 is outside 0.0001..1; leave it out for 0.008 US dollars`,
				`stack/M: LCUPriceDate: the price of 2 has no date; write it like "November 2026"`}},
		"thresholds": {
			Props{Functions: functions, Thresholds: Thresholds{Errors: -1, Latency: 901 * time.Second, Throttles: -1, LCUs: -1}},
			[]string{
				`stack/M: Thresholds.Errors: -1 is outside 1..1000000; leave it out for 5`,
				`stack/M: Thresholds.Latency: 15m1s is outside 1ms..15m; leave it out for 3s`,
				`stack/M: Thresholds.Throttles: -1 is outside 1..1000000; leave it out for 1`,
				`stack/M: Thresholds.LCUs: -1 is outside 0.001..1000000; leave it out for 5`}},
	} {
		if got, want := faultsOf(c.props), strings.Join(c.want, "\n"); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, want)
		}
	}
}
