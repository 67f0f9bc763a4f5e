package httpsim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/internal/cfn"
)

// FunctionURL is a function URL of a template.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
type FunctionURL struct {
	origin
	// Function is the one that it invokes, or nil if it is not in the templates.
	Function *Function
	// IAM says that requests must be signed. Signatures are not simulated: a request that is not
	// signed gets the 403 of AWS, one that is a 501.
	IAM bool
	// Stream says that responses are streamed.
	Stream bool

	reference string
	cors      *urlCORS
}

type urlCORS struct {
	AllowOrigins, AllowMethods, AllowHeaders, ExposeHeaders []string
	AllowCredentials                                        cfn.Bool
	MaxAge                                                  cfn.Int
}

// FunctionURL returns a function URL by its logical id, by its construct path or by the path of a
// construct around it, such as that of the function; an empty name is the only one there is.
func (d *Deployment) FunctionURL(name string) (*FunctionURL, error) {
	return find(d.FunctionURLs, name, "function URL", func(u *FunctionURL) origin { return u.origin })
}

func (d *Deployment) loadFunctionURLs() error {
	for _, r := range d.set.Each("AWS::Lambda::Url") {
		u := &FunctionURL{origin: originOf(r), IAM: r.Text("AuthType") == "AWS_IAM", Stream: r.Text("InvokeMode") == "RESPONSE_STREAM"}
		target := r.Text("TargetFunctionArn")
		if u.reference = target; r.Text("Qualifier") != "" {
			u.reference += ":" + r.Text("Qualifier")
		}
		if u.Function = d.function(target); u.Function == nil {
			d.notSimulated(r, "its function %s is not in the templates", target)
		}
		if u.IAM {
			d.notSimulated(r, "authorization by AWS_IAM is not simulated: signed requests get a 501")
		}
		if err := r.Decode("Cors", &u.cors); err != nil {
			return err
		}
		d.FunctionURLs = append(d.FunctionURLs, u)
	}
	return nil
}

// Do sends a request to the function URL. For the errors see [LoadBalancer.Do].
func (u *FunctionURL) Do(r *http.Request) (*Response, error) {
	switch {
	case u.Function == nil:
		return notSimulated(r, u.String()+": its function is not in the templates"), nil
	case u.IAM && r.Header.Get("Authorization") == "" && r.URL.Query().Get("X-Amz-Signature") == "":
		header := http.Header{"Content-Type": {"application/json"}, "X-Amzn-Errortype": {"AccessDeniedException"}}
		response := newResponse(r, http.StatusForbidden, header, []byte(`{"Message":"Forbidden"}`))
		response.Reason = "the function URL needs a signed request"
		return response, nil
	case u.IAM:
		return notSimulated(r, u.String()+": authorization by AWS_IAM is not simulated"), nil
	}
	if u.cors != nil && r.Method == http.MethodOptions && r.Header.Get("Origin") != "" && r.Header.Get("Access-Control-Request-Method") != "" {
		response := newResponse(r, http.StatusOK, http.Header{}, nil)
		response.Reason = "a preflight request, to which Lambda responds"
		u.cors.add(r, response.Header, true)
		return response, nil
	}
	if u.Function.handler == nil {
		return nil, noHandler(u.Function)
	}
	endpoint := Endpoint{Kind: httpevent.FunctionURL, Stream: u.Stream, Timeout: u.Function.Timeout}
	response, err := endpoint.Do(u.Function.handler(u.reference), r)
	if err == nil && u.cors != nil {
		u.cors.add(r, response.Header, false)
	}
	return response, err
}

// add adds the headers of CORS, which replace the function's.
func (c *urlCORS) add(r *http.Request, header http.Header, preflight bool) {
	origin := r.Header.Get("Origin")
	if origin == "" || !slices.Contains(c.AllowOrigins, "*") && !slices.Contains(c.AllowOrigins, origin) {
		return
	}
	set := func(name string, values []string) {
		if len(values) > 0 {
			header.Set(name, strings.Join(values, ","))
		}
	}
	if slices.Contains(c.AllowOrigins, "*") && !bool(c.AllowCredentials) {
		origin = "*"
	}
	header.Set("Access-Control-Allow-Origin", origin)
	header.Set("Vary", "Origin")
	if c.AllowCredentials {
		header.Set("Access-Control-Allow-Credentials", "true")
	}
	set("Access-Control-Expose-Headers", c.ExposeHeaders)
	if !preflight {
		return
	}
	set("Access-Control-Allow-Methods", c.AllowMethods)
	set("Access-Control-Allow-Headers", c.AllowHeaders)
	if c.MaxAge > 0 {
		header.Set("Access-Control-Max-Age", strconv.Itoa(int(c.MaxAge)))
	}
}
