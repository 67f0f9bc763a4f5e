package monitoring

import (
	"fmt"
	"strings"
	"time"

	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
)

// Defaults of [Props] and [Thresholds].
const (
	// DefaultLCUPrice is that of us-east-1 and most regions, in US dollars.
	// https://aws.amazon.com/elasticloadbalancing/pricing/
	DefaultLCUPrice = 0.008
	// DefaultLCUPriceDate is when that price was looked up.
	DefaultLCUPriceDate = "November 2026"

	DefaultErrors    = 5
	DefaultLatency   = 3 * time.Second
	DefaultThrottles = 1
	DefaultLCUs      = 5
)

// Props of a [Dashboard]. At least one of LoadBalancer, API and Functions is given; the dashboard
// and the alarms cover what is.
type Props struct {
	// LoadBalancer is one front end. Default: none.
	LoadBalancer elb.IApplicationLoadBalancer
	// TargetGroups of the load balancer that have functions as targets, to see why it received no
	// response from one. Needs LoadBalancer; a group is on one of its listeners. Default: none.
	TargetGroups []elb.IApplicationTargetGroup
	// API is the other front end. CloudWatch distinguishes APIs by name: those with the same name are
	// counted together, and an imported one needs its RestApiName, for which CDK takes the construct's
	// id otherwise. Default: none.
	API awsapigateway.IRestApi
	// APIStage is the name of the API's stage. Required for an imported API. Default: the stage that
	// the API was created with.
	APIStage string
	// Functions behind the front ends. Default: none.
	Functions []awslambda.IFunction

	// Thresholds of the alarms. Default: those of a small service.
	Thresholds Thresholds
	// Topic receives a message when an alarm triggers and when it returns to OK. Its policy has to let
	// cloudwatch.amazonaws.com publish; that of a topic without a policy does. Default: none, alarms
	// are seen in the console alone.
	Topic awssns.ITopic
	// Email is an address to which a topic of its own sends these messages. AWS sends it a request to
	// confirm first. Not together with Topic. Default: none.
	Email string

	// Composite tells the topic once, by a composite alarm, when the first of the alarms triggers, and
	// once when all are over, in place of a message for each alarm. It costs 50 cents a month. Needs
	// Topic or Email. Default: false, each alarm tells the topic.
	Composite bool

	// LCUPrice is what a load balancer capacity unit (LCU) costs an hour, in US dollars, at most 1.
	// Default: 0.008, as in us-east-1 in November 2026.
	LCUPrice float64
	// LCUPriceDate says when LCUPrice was looked up; it is shown on the dashboard. Required with
	// LCUPrice. Default: November 2026.
	LCUPriceDate string
}

// Thresholds of the alarms. The zero value is for a service with up to a few requests a second,
// where a count says more than a percentage.
type Thresholds struct {
	// Errors in 5 minutes that trigger an alarm, of one kind: 5xx responses, failed invocations.
	// Default: 5.
	Errors int
	// Latency is the time that 1 in 100 requests may exceed, for 15 minutes: 1ms to 15m. Default: 3
	// seconds.
	Latency time.Duration
	// LatencyBand replaces Latency by what CloudWatch expects from the past weeks: the alarms trigger
	// above a band around it, of this many standard deviations to each side, 0.5..20; 2 is usual, and
	// more is more lenient. It suits traffic that follows the day and the week, and takes two weeks to
	// learn. Such an alarm counts as three metrics, 30 cents a month. Default: 0, Latency.
	// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
	LatencyBand float64
	// Throttles is the number of invocations that Lambda throttles in 5 minutes, and of connections
	// that the load balancer rejects, that triggers an alarm. Default: 1.
	Throttles int
	// LCUs that the load balancer uses in an hour that trigger an alarm. One is 25 new connections a
	// second or 1 GB an hour. Default: 5, about 30 US dollars a month if it goes on.
	LCUs float64
}

func (p *Props) setDefaults() {
	if p.LCUPrice == 0 {
		p.LCUPrice = DefaultLCUPrice
		if p.LCUPriceDate == "" {
			p.LCUPriceDate = DefaultLCUPriceDate
		}
	}
	if p.APIStage == "" {
		// An imported API does not know its stage.
		if api, ok := p.API.(awsapigateway.RestApi); ok {
			p.APIStage = *api.DeploymentStage().StageName()
		}
	}
	t := &p.Thresholds
	if t.Errors == 0 {
		t.Errors = DefaultErrors
	}
	if t.Latency == 0 && t.LatencyBand == 0 {
		t.Latency = DefaultLatency
	}
	if t.Throttles == 0 {
		t.Throttles = DefaultThrottles
	}
	if t.LCUs == 0 {
		t.LCUs = DefaultLCUs
	}
}

func (p *Props) check(faults *fault.List) {
	if p.LoadBalancer == nil && p.API == nil && len(p.Functions) == 0 {
		faults.Add("LoadBalancer", "there is nothing to watch", "give a load balancer, an API or functions")
	}
	if p.LoadBalancer == nil && len(p.TargetGroups) > 0 {
		faults.Add("TargetGroups", "they have no load balancer", "set LoadBalancer")
	}
	for i, group := range p.TargetGroups {
		if group == nil {
			faults.Add(fmt.Sprintf("TargetGroups[%d]", i), "it is nil", "leave it out")
		}
	}
	for i, function := range p.Functions {
		if function == nil {
			faults.Add(fmt.Sprintf("Functions[%d]", i), "it is nil", "leave it out")
		}
	}
	switch {
	case p.API == nil && p.APIStage != "":
		faults.Add("APIStage", fmt.Sprintf("%q has no API", p.APIStage), "set API")
	case p.API != nil && p.APIStage == "":
		faults.Add("APIStage", "it is empty, and an imported API does not know its stage", "give the name of the stage")
	}
	p.Thresholds.check(faults)
	if p.Topic != nil && p.Email != "" {
		faults.Add("Email", "there is a topic already", "give one of Topic and Email")
	}
	if p.Composite && p.Topic == nil && p.Email == "" {
		faults.Add("Composite", "there is no topic to tell", "give Topic or Email")
	}
	if p.Email != "" && !strings.Contains(p.Email, "@") {
		faults.Add("Email", fmt.Sprintf("%q is not an address", p.Email), "write it like ops@example.com")
	}
	faults.Range("LCUPrice", p.LCUPrice, 0.0001, 1, fmt.Sprintf("leave it out for %g US dollars", DefaultLCUPrice))
	if p.LCUPriceDate == "" {
		faults.Add("LCUPriceDate", fmt.Sprintf("the price of %g has no date", p.LCUPrice), `write it like "`+DefaultLCUPriceDate+`"`)
	}
}

// checkObjects rejects objects that do not know what their metrics are named by.
func (p *Props) checkObjects(faults *fault.List) {
	if p.LoadBalancer != nil {
		if _, err := imported.Get(func() any { return p.LoadBalancer.Metrics().RequestCount(nil) }); err != nil {
			faults.Add("LoadBalancer", "it does not know its full name: "+imported.Message(err), "import it with its whole ARN")
		}
	}
	for i, group := range p.TargetGroups {
		if group == nil {
			continue
		}
		if _, err := imported.Get(func() any { return group.Metrics().Custom(jsii.String("LambdaUserError"), nil) }); err != nil {
			faults.Add(fmt.Sprintf("TargetGroups[%d]", i), "no listener forwards to it: "+imported.Message(err),
				"give groups that a listener forwards to, or import them with LoadBalancerArns")
		}
	}
}

func (t *Thresholds) check(faults *fault.List) {
	faults.Range("Thresholds.Errors", float64(t.Errors), 1, 1e6, fmt.Sprintf("leave it out for %d", DefaultErrors))
	faults.Duration("Thresholds.Latency", t.Latency, time.Millisecond, 15*time.Minute, time.Nanosecond,
		"leave it out for "+fault.Short(DefaultLatency))
	faults.Range("Thresholds.LatencyBand", t.LatencyBand, 0.5, 20, "leave it out for a fixed Latency, or use 2")
	if t.LatencyBand != 0 && t.Latency != 0 {
		faults.Add("Thresholds.LatencyBand", "there is a fixed Latency as well", "give one of Latency and LatencyBand")
	}
	faults.Range("Thresholds.Throttles", float64(t.Throttles), 1, 1e6, fmt.Sprintf("leave it out for %d", DefaultThrottles))
	faults.Range("Thresholds.LCUs", t.LCUs, 0.001, 1e6, fmt.Sprintf("leave it out for %d", DefaultLCUs))
}
