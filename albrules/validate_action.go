package albrules

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"example.com/alb-lambda/fault"
)

var (
	placeholder  = regexp.MustCompile(`#\{[^}]*\}`)
	redirectHost = regexp.MustCompile(`^[A-Za-z0-9._-]*$`)
)

// Validate adds all that AWS rejects in a fixed response to errors.
func (f *FixedResponse) Validate(field string, errors *fault.List) {
	f = f.WithDefaults()
	if class := f.Status / 100; class != 2 && class != 4 && class != 5 {
		errors.Add(field+".Status", fmt.Sprintf("%d is not of class 2xx, 4xx or 5xx", f.Status), "use a code like 404")
	}
	if !Unresolved(f.ContentType) {
		errors.OneOf(field+".ContentType", f.ContentType,
			"text/plain", "text/css", "text/html", "application/javascript", "application/json")
	}
	if n := len(f.Body); n > MaxFixedBody && !Unresolved(f.Body) {
		errors.Add(field+".Body", fmt.Sprintf("%d bytes are over the limit of %d", n, MaxFixedBody), "shorten it, or respond from a function")
	}
}

// Validate adds all that AWS rejects in a redirect to errors, and redirects that lead to
// themselves.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html
func (r *Redirect) Validate(field string, errors *fault.List) {
	if !Unresolved(r.Protocol) {
		errors.OneOf(field+".Protocol", r.Protocol, "HTTP", "HTTPS", "#{protocol}")
	}
	if r.validatePart(field+".Host", r.Host, "#{host}", errors) && !redirectHost.MatchString(placeholder.ReplaceAllString(r.Host, "")) {
		errors.Add(field+".Host", fmt.Sprintf("%q is not a host", r.Host), "write it like www.example.com, without scheme, port and path")
	}
	errors.Range(field+".Port", float64(r.Port), MinPort, MaxPort, "leave it out for the client's")
	if r.validatePart(field+".Path", r.Path, "#{host} #{path} #{port}", errors) && r.Path != "" && r.Path[0] != '/' {
		errors.Add(field+".Path", fmt.Sprintf("%q does not begin with a slash", r.Path), "write it like /new/#{path}")
	}
	if r.validatePart(field+".Query", r.Query, "#{protocol} #{host} #{port} #{path} #{query}", errors) && strings.HasPrefix(r.Query, "?") {
		errors.Add(field+".Query", fmt.Sprintf("%q begins with a question mark, which AWS adds", r.Query), "leave it out")
	}
	if !r.changes() {
		errors.Add(field, "it sends the client back to the same address", "give another protocol, host, port or path")
	}
}

// validatePart checks the length and the placeholders, and reports whether the text is worth a
// further look.
func (r *Redirect) validatePart(field, text, placeholders string, errors *fault.List) bool {
	if Unresolved(text) {
		return false
	}
	if len(text) > MaxRedirectPart {
		errors.Add(field, fmt.Sprintf("%q has %d characters, over the limit of %d", text, len(text), MaxRedirectPart), "shorten it")
	}
	for _, p := range placeholder.FindAllString(text, -1) {
		if !strings.Contains(placeholders, p) {
			errors.Add(field, fmt.Sprintf("%q contains %s, which AWS does not replace here", text, p), "use "+strings.ReplaceAll(placeholders, " ", ", "))
		}
	}
	return true
}

// Loops reports whether a listener of a protocol and port would send the client back to where it
// is. AWS rejects that also where the redirect names the listener's own protocol and port:
// "InvalidLoadBalancerAction: The redirect configuration is not valid because it creates a loop". A
// port that is not known is 0, and no redirect's.
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/487
func (r *Redirect) Loops(protocol string, port int) bool {
	own := *r
	if own.Protocol == protocol {
		own.Protocol = ""
	}
	if own.Port == port {
		own.Port = 0
	}
	return !own.changes()
}

// changes reports whether the address differs from the client's in more than the query.
func (r *Redirect) changes() bool {
	same := func(text, placeholder string) bool { return text == "" || text == placeholder }
	return !same(r.Protocol, "#{protocol}") || !same(r.Host, "#{host}") || r.Port != 0 || !same(r.Path, "/#{path}")
}

// Validate adds all that AWS rejects in a transform to errors.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RewriteConfig.html
func (r *Rewrite) Validate(field string, errors *fault.List) {
	if !Unresolved(r.Regex) {
		if n := len(r.Regex); n < 1 || n > MaxRewrite {
			errors.Add(field+".Regex", fmt.Sprintf("%q has %d characters, outside 1..%d", r.Regex, n, MaxRewrite), "correct the expression")
		} else if problem := regexProblem(r.Regex); problem != "" {
			errors.Add(field+".Regex", fmt.Sprintf("%q: %s", r.Regex, problem), "correct the expression")
		}
	}
	if !Unresolved(r.Replace) && (len(r.Replace) > MaxRewrite || strings.ContainsAny(r.Replace, "\r\n")) {
		errors.Add(field+".Replace", fmt.Sprintf("%q is not of at most %d characters on one line", r.Replace, MaxRewrite), "shorten it")
	}
}

// ValidateSuccessCodes adds an error unless codes is what a health check can expect: codes and
// rising ranges of them in 200..499, separated by commas, like "200,204" or "200-299".
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
func ValidateSuccessCodes(field, codes string, errors *fault.List) {
	if codes == "" || Unresolved(codes) {
		return
	}
	for item := range strings.SplitSeq(codes, ",") {
		first, last, ranged := strings.Cut(item, "-")
		if !ranged {
			last = first
		}
		low, high := successCode(first), successCode(last)
		if low == 0 || low > high {
			errors.Add(field, fmt.Sprintf("%q is not a list of codes and rising ranges in %d..%d", codes, MinSuccessCode, MaxSuccessCode), "write it like 200, 200,204 or 200-299")
			return
		}
	}
}

// successCode reads a code of three digits; 0 stands for anything else.
func successCode(text string) int {
	code, _ := strconv.Atoi(text)
	if len(text) != 3 || code < MinSuccessCode || code > MaxSuccessCode {
		return 0
	}
	return code
}

// ValidateHealthCheckPath adds an error unless path is empty or begins with a slash and has at most
// 1,024 characters.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
func ValidateHealthCheckPath(field, path string, errors *fault.List) {
	switch {
	case path == "" || Unresolved(path):
	case path[0] != '/':
		errors.Add(field, fmt.Sprintf("%q does not begin with a slash", path), "write it like /health")
	case len(path) > MaxHealthCheckPath:
		errors.Add(field, fmt.Sprintf("%d characters are over the limit of %d", len(path), MaxHealthCheckPath), "shorten it")
	}
}
