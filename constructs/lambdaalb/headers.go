package lambdaalb

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

// Headers are those of responses and requests that a listener adds, removes and renames. A response
// header replaces one of the same name that the function sends. Removing one here does not reset
// it: AWS keeps the last value.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
type Headers struct {
	// HSTS tells browsers to use HTTPS alone, by Strict-Transport-Security, on listeners for HTTPS.
	// Default: none.
	HSTS *HSTS
	// ContentSecurityPolicy is that header of responses: "default-src 'self'". Default: none.
	ContentSecurityPolicy string
	// FrameOptions is X-Frame-Options: DENY, SAMEORIGIN, or ALLOW-FROM with an address. Default: none.
	FrameOptions string
	// NoSniff is X-Content-Type-Options: browsers do not guess the type of a response. Default: false.
	NoSniff bool
	// CORS are the headers by which browsers let pages of other sites read responses. Preflight
	// requests still reach the function, which may respond with an empty 204. Default: none.
	CORS *CORSHeaders
	// HideServer leaves the header Server: awselb/2.0 out of the responses of the load balancer
	// itself. Default: false.
	HideServer bool
	// Names of the headers of requests that tell the function of TLS and of the client's certificate,
	// on listeners for HTTPS. Default: AWS's own.
	Names HeaderNames
}

// HSTS is HTTP Strict Transport Security, RFC 6797.
type HSTS struct {
	// MaxAge is for how long a browser remembers it: whole seconds. Default: 365 days.
	MaxAge time.Duration
	// IncludeSubdomains is true for all names below that of the site. Default: false.
	IncludeSubdomains bool
	// Preload allows the browsers' own lists to have the site, which takes long to undo. It needs
	// IncludeSubdomains, and a year of MaxAge. Default: false.
	// https://hstspreload.org/#submission-requirements
	Preload bool
}

// CORSHeaders are the same for all responses of a listener.
type CORSHeaders struct {
	// Origin is the one site whose pages may read responses, like "https://www.example.com", or "*"
	// for all. Required.
	Origin string
	// Methods and Headers are what pages may send, ExposeHeaders what they may read beyond the simple
	// ones. Default: none.
	Methods, Headers, ExposeHeaders []string
	// Credentials lets pages send cookies and authorization; not with the origin "*". Default: false.
	Credentials bool
	// MaxAge is how long a browser caches the response to a preflight request: whole seconds, 1s to
	// 24h. Default: the browser's own, 5 seconds.
	MaxAge time.Duration
}

// HeaderNames are what the load balancer calls the headers that it adds to requests, in place of
// X-Amzn-Tls-Version and so on.
type HeaderNames struct {
	// TLSVersion and TLSCipherSuite are added with TLSHeaders of the load balancer. Default: AWS's
	// own.
	TLSVersion, TLSCipherSuite string
	// Certificate has the certificate that is passed on unverified. Default: AWS's own.
	Certificate string
	// Leaf, SerialNumber, Issuer, Subject and Validity are those of a certificate that was verified.
	// Default: AWS's own.
	Leaf, SerialNumber, Issuer, Subject, Validity string
}

const (
	year = 365 * 24 * time.Hour
	// The names of attributes.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html
	responseHeader = "routing.http.response."
	requestHeader  = "routing.http.request."
)

// renamed is a header of requests.
type renamed struct {
	field, attribute, name string
	verified, unverified   bool // is of a client's certificate
}

func (n *HeaderNames) all() []renamed {
	return []renamed{
		{field: "TLSVersion", attribute: "x_amzn_tls_version", name: n.TLSVersion},
		{field: "TLSCipherSuite", attribute: "x_amzn_tls_cipher_suite", name: n.TLSCipherSuite},
		{field: "Certificate", attribute: "x_amzn_mtls_clientcert", name: n.Certificate, unverified: true},
		{field: "Leaf", attribute: "x_amzn_mtls_clientcert_leaf", name: n.Leaf, verified: true},
		{field: "SerialNumber", attribute: "x_amzn_mtls_clientcert_serial_number", name: n.SerialNumber, verified: true},
		{field: "Issuer", attribute: "x_amzn_mtls_clientcert_issuer", name: n.Issuer, verified: true},
		{field: "Subject", attribute: "x_amzn_mtls_clientcert_subject", name: n.Subject, verified: true},
		{field: "Validity", attribute: "x_amzn_mtls_clientcert_validity", name: n.Validity, verified: true},
	}
}

// attributes of a listener, which speaks TLS or does not.
func (h *Headers) attributes(secure bool) map[string]string {
	attributes := map[string]string{}
	if h == nil {
		return attributes
	}
	respond := func(name, value string) {
		if value != "" {
			attributes[responseHeader+name+".header_value"] = value
		}
	}
	respond("content_security_policy", h.ContentSecurityPolicy)
	respond("x_frame_options", h.FrameOptions)
	if h.NoSniff {
		respond("x_content_type_options", "nosniff")
	}
	if c := h.CORS; c != nil {
		respond("access_control_allow_origin", c.Origin)
		respond("access_control_allow_methods", strings.Join(c.Methods, ","))
		respond("access_control_allow_headers", strings.Join(c.Headers, ","))
		respond("access_control_expose_headers", strings.Join(c.ExposeHeaders, ","))
		if c.Credentials {
			respond("access_control_allow_credentials", "true")
		}
		if c.MaxAge != 0 {
			respond("access_control_max_age", fmt.Sprintf("%d", int(c.MaxAge.Seconds())))
		}
	}
	if h.HideServer {
		attributes[responseHeader+"server.enabled"] = "false"
	}
	if secure {
		if h.HSTS != nil {
			respond("strict_transport_security", h.HSTS.value())
		}
		for _, r := range h.Names.all() {
			if r.name != "" {
				attributes[requestHeader+r.attribute+".header_name"] = r.name
			}
		}
	}
	return attributes
}

func (s *HSTS) value() string {
	age := s.MaxAge
	if age == 0 {
		age = year
	}
	value := fmt.Sprintf("max-age=%d", int(age.Seconds()))
	if s.IncludeSubdomains {
		value += "; includeSubDomains"
	}
	if s.Preload {
		value += "; preload"
	}
	return value
}

// set writes the attributes to a listener, in one order.
func (h *Headers) set(listener elb.ApplicationListener, secure bool) {
	attributes := h.attributes(secure)
	for _, key := range slices.Sorted(maps.Keys(attributes)) {
		listener.SetAttribute(&key, jsii.String(attributes[key]))
	}
}
