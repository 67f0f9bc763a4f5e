package deployment

// DefaultStage is the stage that is meant where none is named.
const DefaultStage = "dev"

// Service is one part of the application, which has a stack of its own in each stage.
type Service string

// The services, in the order in which they are deployed.
const (
	Network    Service = "network"
	EchoAPI    Service = "echo-api"
	ALBLambda  Service = "alb-lambda"
	Monitoring Service = "monitoring" // only where a stage has monitoring
)

// Outputs of the stacks.
const (
	APIURL              = "APIURL"              // of EchoAPI
	EchoLambdaFunction  = "EchoLambdaFunction"  // of EchoAPI, exported
	LoadBalancerDNSName = "LoadBalancerDNSName" // of ALBLambda, exported
	EchoURL             = "EchoURL"             // of ALBLambda
	Dashboard           = "Dashboard"           // of Monitoring
	AccessLogWorkgroup  = "AccessLogWorkgroup"  // of Monitoring
)

// Stack is the name of the service's stack in a stage.
func (s Service) Stack(stage string) string { return string(s) + "-" + stage }

// Export is the name under which an output of the service is exported in a stage.
func (s Service) Export(stage, output string) string { return s.Stack(stage) + "-" + output }

// Stacks are the names of a stage's stacks, in the order in which they are deployed.
func Stacks(stage string, monitoring bool) []string {
	names := []string{Network.Stack(stage), EchoAPI.Stack(stage), ALBLambda.Stack(stage)}
	if monitoring {
		names = append(names, Monitoring.Stack(stage))
	}
	return names
}
