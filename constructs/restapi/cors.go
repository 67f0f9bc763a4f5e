package restapi

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/jsii-runtime-go"
)

// CORS lets API Gateway respond to the preflight requests of browsers, on every path, without the
// function. The other responses are the function's, which must send Access-Control-Allow-Origin
// itself: with a proxy integration, API Gateway adds nothing to them.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
type CORS struct {
	// Origins are the sites whose pages may call the API, as browsers send them: scheme, host, and
	// port where it is not the scheme's own, in lower case and without a path, like
	// "https://www.example.com" or an app's "capacitor://localhost"; or "*" alone for all. Required.
	Origins []string
	// Methods that pages may use. Default: all.
	Methods []string
	// Headers that pages may send. Default: Content-Type, Authorization, X-Api-Key, X-Amz-Date,
	// X-Amz-Security-Token and X-Amz-User-Agent.
	Headers []string
	// ExposeHeaders are the headers of a response that pages may read beyond the simple ones. Default:
	// none.
	ExposeHeaders []string
	// Credentials lets pages send cookies and authorization; not with the origin "*". Default: false.
	Credentials bool
	// MaxAge is how long a browser caches the response to a preflight request: whole seconds, 1s to
	// 24h, which is the most that any browser honors. Default: the browser's own, 5 seconds.
	MaxAge time.Duration
}

var (
	// origin is https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
	origin = regexp.MustCompile(`^([a-z][a-z0-9+.-]*)://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$`)
	method = regexp.MustCompile(`^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$`)
)

func (c *CORS) check(faults *fault.List) {
	if len(c.Origins) == 0 {
		faults.Add("CORS.Origins", "it is empty", `name the sites that may call, or "*"`)
	}
	all := slices.Contains(c.Origins, "*")
	for _, o := range c.Origins {
		if problem, fix := checkOrigin(o); problem != "" {
			faults.Add("CORS.Origins", fmt.Sprintf("%q %s", o, problem), fix)
		}
	}
	if all && len(c.Origins) > 1 {
		faults.Add("CORS.Origins", `"*" is not the only one`, "leave the others out, or the star")
	}
	if all && c.Credentials {
		faults.Add("CORS.Credentials", `browsers reject true with the origin "*"`, "name the origins, or leave it out")
	}
	for _, m := range c.Methods {
		if !method.MatchString(m) {
			faults.Add("CORS.Methods", fmt.Sprintf("%q is unknown", m), "write it like GET; leave all out for all")
		}
	}
	faults.Duration("CORS.MaxAge", c.MaxAge, time.Second, 24*time.Hour, time.Second, "leave it out for the browser's own time")
}

// checkOrigin says what is wrong with an origin: it is compared as text with what a browser sends.
func checkOrigin(o string) (problem, fix string) {
	const example = "write it like https://www.example.com, without a path"
	parts := origin.FindStringSubmatch(o)
	switch {
	case o == "*" || token.In(o):
	case parts == nil && strings.Contains(o, "*"):
		return "has a star, which is not a wildcard here", `name each origin, or "*" alone for all`
	case parts == nil && origin.MatchString(strings.ToLower(o)):
		return "has upper-case letters, which browsers never send", "write it in lower case"
	case parts == nil:
		return "is not an origin", example
	case parts[1] == "https" && parts[3] == ":443", parts[1] == "http" && parts[3] == ":80":
		return "has the scheme's own port, which browsers leave out", "leave it out"
	}
	return "", ""
}

func (c *CORS) options() *awsapigateway.CorsOptions {
	options := &awsapigateway.CorsOptions{
		AllowOrigins:     jsii.Strings(c.Origins...),
		AllowMethods:     list(c.Methods),
		AllowHeaders:     list(c.Headers),
		ExposeHeaders:    list(c.ExposeHeaders),
		AllowCredentials: &c.Credentials,
	}
	if c.MaxAge != 0 {
		options.MaxAge = awscdk.Duration_Seconds(jsii.Number(c.MaxAge.Seconds()))
	}
	return options
}

// list gives values for CDK, where none means the default.
func list(values []string) *[]*string {
	if len(values) == 0 {
		return nil
	}
	return jsii.Strings(values...)
}
