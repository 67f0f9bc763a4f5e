package lambdaalb

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
)

var (
	headerName   = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	headerValue  = regexp.MustCompile(`^[\x20-\x7e]+$`)
	corsOrigin   = regexp.MustCompile(`^(\*|[a-z][a-z0-9+.-]*://[^/*\s]+)$`)
	frameOptions = regexp.MustCompile(`^(DENY|SAMEORIGIN|ALLOW-FROM \S+)$`)
	corsMethods  = []string{"GET", "HEAD", "POST", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PUT", "PATCH"}
)

func (h *Headers) check(field string, https *HTTPS, faults *fault.List) {
	if h == nil {
		return
	}
	if h.HSTS != nil {
		if https == nil {
			faults.Add(field+".HSTS", "browsers ignore it over HTTP", "give the listener HTTPS, or leave it out")
		}
		h.HSTS.check(field+".HSTS", faults)
	}
	if v := h.ContentSecurityPolicy; v != "" && !token.In(v) && !headerValue.MatchString(v) {
		faults.Add(field+".ContentSecurityPolicy", fmt.Sprintf("%q is not one line of ASCII", v), "write it like default-src 'self'")
	}
	if v := h.FrameOptions; v != "" && !token.In(v) && !frameOptions.MatchString(v) {
		faults.Add(field+".FrameOptions", fmt.Sprintf("%q is unknown", v), "use DENY, SAMEORIGIN, or ALLOW-FROM with an address")
	}
	if h.CORS != nil {
		h.CORS.check(field+".CORS", faults)
	}
	h.Names.check(field+".Names", https, faults)
}

func (s *HSTS) check(field string, faults *fault.List) {
	if s.MaxAge < 0 || s.MaxAge%time.Second != 0 {
		faults.Add(field+".MaxAge", fmt.Sprintf("%s is not a number of seconds", fault.Short(s.MaxAge)), "leave it out for 365 days")
	}
	if s.Preload && (!s.IncludeSubdomains || s.MaxAge != 0 && s.MaxAge < year) {
		faults.Add(field+".Preload", "it needs IncludeSubdomains and a MaxAge of a year", "set them, or leave it out")
	}
}

func (c *CORSHeaders) check(field string, faults *fault.List) {
	if !token.In(c.Origin) && !corsOrigin.MatchString(c.Origin) {
		faults.Add(field+".Origin", fmt.Sprintf("%q is not an origin", c.Origin), `write it like https://www.example.com, without a path, or "*"`)
	}
	for _, m := range c.Methods {
		if !slices.Contains(corsMethods, m) {
			faults.Add(field+".Methods", fmt.Sprintf("%q is unknown", m), "write it like GET")
		}
	}
	names := func(field string, names []string) {
		for _, name := range names {
			if name != "*" && !token.In(name) && !headerName.MatchString(name) {
				faults.Add(field, fmt.Sprintf("%q is not the name of a header", name), "write it like X-Request-Id")
			}
		}
	}
	names(field+".Headers", c.Headers)
	names(field+".ExposeHeaders", c.ExposeHeaders)
	if c.Credentials && c.Origin == "*" {
		faults.Add(field+".Credentials", `browsers reject true with the origin "*"`, "name the origin, or leave it out")
	}
	faults.Duration(field+".MaxAge", c.MaxAge, time.Second, 24*time.Hour, time.Second, "leave it out for the browser's own time")
}

func (n *HeaderNames) check(field string, https *HTTPS, faults *fault.List) {
	for _, r := range n.all() {
		at := field + "." + r.field
		switch {
		case r.name == "":
			continue
		case https == nil:
			faults.Add(at, "a listener for HTTP adds no such header", "give the listener HTTPS, or leave it out")
		case r.unverified && (https.ClientCertificates == nil || https.ClientCertificates.verifies()):
			faults.Add(at, "no certificate is passed on unverified", "leave TrustStore and Authorities of HTTPS.ClientCertificates out, or name the others")
		case r.verified && !https.ClientCertificates.verifies():
			faults.Add(at, "no certificate is verified", "give HTTPS.ClientCertificates a TrustStore or Authorities, or leave it out")
		}
		if !token.In(r.name) && !headerName.MatchString(r.name) {
			faults.Add(at, fmt.Sprintf("%q is not the name of a header", r.name), "write it like X-Client-Subject")
		}
	}
}
