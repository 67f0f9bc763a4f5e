package restapi

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/fault"
)

// decided are the fields of [Props.Options] that have a prop of their own, or that the construct
// sets.
var decided = options.Decided{
	"Handler":                     "use Function",
	"Proxy":                       "leave it out: methods and paths of one's own are added to API()",
	"DefaultIntegration":          "leave it out: the function gets every request",
	"Description":                 "use Description",
	"RestApiName":                 "leave it out, and call API() for the resource; it is the name of the stack",
	"BinaryMediaTypes":            "use BinaryMediaTypes of the props",
	"Policy":                      "use Policy",
	"EndpointConfiguration":       "use Endpoint, DualStack and VPCEndpoints",
	"EndpointTypes":               "use Endpoint",
	"EndpointExportName":          "leave it out: publishing the URL is the stack's choice",
	"DomainName":                  "use Domain",
	"DisableExecuteApiEndpoint":   "use DisableDefaultEndpoint of Domain",
	"CloudWatchRole":              "use CloudWatchRole of AccessLogs",
	"DefaultCorsPreflightOptions": "use CORS",
	"Deploy":                      "leave it out: the API is deployed to its stage",
	"MinimumCompressionSize":      "use MinCompressionSize; CDK has deprecated this one",

	"DeployOptions.StageName":            "use StageName",
	"DeployOptions.ThrottlingRateLimit":  "use Rate",
	"DeployOptions.ThrottlingBurstLimit": "use Burst",
	"DeployOptions.TracingEnabled":       "use Tracing",
	"DeployOptions.AccessLogDestination": "use AccessLogs",
	"DeployOptions.AccessLogFormat":      "use Format of AccessLogs",

	"IntegrationOptions.Proxy":                   "leave it out: it is a proxy integration",
	"IntegrationOptions.AllowTestInvoke":         "use AllowTestInvoke",
	"IntegrationOptions.ScopePermissionToMethod": "leave it out: each permission is for one method",
	"IntegrationOptions.Timeout":                 "use Timeout",
	"IntegrationOptions.ResponseTransferMode":    "use Stream",
}

// defaultTimeout is the quota of an integration, longest what a stream and a function may take.
const (
	minTimeout     = 50 * time.Millisecond
	defaultTimeout = 29 * time.Second
	longest        = 15 * time.Minute
)

func (p *Props) checkTimeout(faults *fault.List) {
	high := longest
	if p.Endpoint == Edge && !p.Stream {
		high = defaultTimeout // this quota cannot be raised
	}
	faults.Duration("Timeout", p.Timeout, minTimeout, high, time.Millisecond, "leave it out for "+fault.Short(defaultTimeout))
}

// checkStream rejects what API Gateway would have to have the whole response for.
func (p *Props) checkStream(faults *fault.List) {
	if !p.Stream || p.Options == nil {
		return
	}
	reject := func(field string) {
		faults.Add("Options."+field, "it needs the whole response, which is streamed", "leave it out, or leave Stream out")
	}
	if o := p.Options.DeployOptions; o != nil {
		if o.CachingEnabled != nil && *o.CachingEnabled {
			reject("DeployOptions.CachingEnabled")
		}
		methods := values(o.MethodOptions)
		for _, path := range slices.Sorted(maps.Keys(methods)) {
			if method := methods[path]; method != nil && method.CachingEnabled != nil && *method.CachingEnabled {
				reject(fmt.Sprintf("DeployOptions.MethodOptions[%q].CachingEnabled", path))
			}
		}
	}
	if p.Options.MinCompressionSize != nil {
		reject("MinCompressionSize")
	}
}

// values are those of a map of CDK's.
func values[T any](m *map[string]T) map[string]T {
	if m == nil {
		return nil
	}
	return *m
}
