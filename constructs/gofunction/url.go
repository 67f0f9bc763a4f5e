package gofunction

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// URL is a function URL: an HTTPS address that invokes the function.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
type URL struct {
	// Public lets anyone invoke the function, with no limit but the function's concurrency. Default:
	// false, requests have to be signed by AWS credentials, and are let in by URL().GrantInvokeUrl.
	Public bool
	// Stream sends the response as the function writes it, up to 200 MB. The function has to use the
	// streaming response of the Runtime API. Default: false, whole responses of up to 6 MB.
	Stream bool
	// CORS lets pages of other sites read the responses. Lambda then adds the headers, to preflight
	// and other responses, in place of the function's own. Default: none.
	CORS *URLCORS
}

// URLCORS is how a function URL responds to browsers.
// https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html
type URLCORS struct {
	// Origins are the sites whose pages may send requests, like "https://www.example.com", or "*"
	// alone for all. Required.
	Origins []string
	// Methods that pages may use: GET, HEAD, POST, PUT, PATCH or DELETE. Default: all.
	Methods []string
	// Headers that pages may send, and ExposeHeaders those of a response that they may read beyond the
	// simple ones. Default: none.
	Headers, ExposeHeaders []string
	// Credentials lets pages send cookies and authorization; not with the origin "*". Default: false.
	Credentials bool
	// MaxAge is how long a browser caches the response to a preflight request: whole seconds, 1s to
	// 24h. Default: the browser's own, 5 seconds.
	MaxAge time.Duration
}

var (
	origin     = regexp.MustCompile(`^[a-z][a-z0-9+.-]*://[^/*\s]+$`)
	headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
)

const maxOrigin = 253

var urlMethods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}

func (u *URL) check(faults *fault.List) {
	if u.CORS != nil {
		u.CORS.check(faults)
	}
}

func (c *URLCORS) check(faults *fault.List) {
	const field = "URL.CORS"
	if len(c.Origins) == 0 {
		faults.Add(field+".Origins", "it is empty", `name the sites that may send requests, or "*"`)
	}
	all := slices.Contains(c.Origins, "*")
	for _, o := range c.Origins {
		if o != "*" && !token.In(o) && (!origin.MatchString(o) || len(o) > maxOrigin) {
			faults.Add(field+".Origins", fmt.Sprintf("%q is not an origin", o), "write it like https://www.example.com, without a path")
		}
	}
	if all && len(c.Origins) > 1 {
		faults.Add(field+".Origins", `"*" is not the only one`, "leave the others out, or the star")
	}
	for _, m := range c.Methods {
		if !slices.Contains(urlMethods, m) {
			faults.Add(field+".Methods", fmt.Sprintf("%q is unknown", m), "write it like GET; leave all out for all")
		}
	}
	checkHeaders(field+".Headers", c.Headers, faults)
	checkHeaders(field+".ExposeHeaders", c.ExposeHeaders, faults)
	if all && c.Credentials {
		faults.Add(field+".Credentials", `browsers reject true with the origin "*"`, "name the origins, or leave it out")
	}
	faults.Duration(field+".MaxAge", c.MaxAge, time.Second, 24*time.Hour, time.Second, "leave it out for the browser's own time")
}

func checkHeaders(field string, headers []string, faults *fault.List) {
	for _, h := range headers {
		if !token.In(h) && !headerName.MatchString(h) {
			faults.Add(field, fmt.Sprintf("%q is not the name of a header", h), "write it like X-Request-Id")
		}
	}
}

func (u *URL) options() *awslambda.FunctionUrlOptions {
	options := &awslambda.FunctionUrlOptions{AuthType: awslambda.FunctionUrlAuthType_AWS_IAM}
	if u.Public {
		options.AuthType = awslambda.FunctionUrlAuthType_NONE
	}
	if u.Stream {
		options.InvokeMode = awslambda.InvokeMode_RESPONSE_STREAM
	}
	if u.CORS != nil {
		options.Cors = u.CORS.options()
	}
	return options
}

func (c *URLCORS) options() *awslambda.FunctionUrlCorsOptions {
	methods := []awslambda.HttpMethod{awslambda.HttpMethod_ALL}
	if len(c.Methods) > 0 {
		methods = nil
		for _, m := range c.Methods {
			methods = append(methods, awslambda.HttpMethod(m))
		}
	}
	options := &awslambda.FunctionUrlCorsOptions{AllowedOrigins: jsii.Strings(c.Origins...), AllowedMethods: &methods}
	if len(c.Headers) > 0 {
		options.AllowedHeaders = jsii.Strings(c.Headers...)
	}
	if len(c.ExposeHeaders) > 0 {
		options.ExposedHeaders = jsii.Strings(c.ExposeHeaders...)
	}
	if c.Credentials {
		options.AllowCredentials = &c.Credentials
	}
	if c.MaxAge != 0 {
		options.MaxAge = awscdk.Duration_Seconds(jsii.Number(c.MaxAge.Seconds()))
	}
	return options
}
