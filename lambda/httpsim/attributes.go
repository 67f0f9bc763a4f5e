package httpsim

import (
	"maps"
	"slices"

	"example.com/alb-lambda/lambda/internal/cfn"
)

// simulation says what is made of an attribute.
type simulation int

const (
	simulated simulation = iota
	noEffect             // on a request or its response
)

// loadBalancerAttributes are those of an Application Load Balancer.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
var loadBalancerAttributes = map[string]simulation{
	"access_logs.s3.bucket":                                    noEffect,
	"access_logs.s3.enabled":                                   noEffect,
	"access_logs.s3.prefix":                                    noEffect,
	"client_keep_alive.seconds":                                simulated,
	"connection_logs.s3.bucket":                                noEffect,
	"connection_logs.s3.enabled":                               noEffect,
	"connection_logs.s3.prefix":                                noEffect,
	"deletion_protection.enabled":                              noEffect,
	"health_check_logs.s3.bucket":                              noEffect,
	"health_check_logs.s3.enabled":                             noEffect,
	"health_check_logs.s3.prefix":                              noEffect,
	"idle_timeout.timeout_seconds":                             simulated,
	"ipv6.deny_all_igw_traffic":                                noEffect,
	"load_balancing.cross_zone.enabled":                        noEffect,
	"routing.http.drop_invalid_header_fields.enabled":          simulated,
	"routing.http.preserve_host_header.enabled":                simulated,
	"routing.http.x_amzn_tls_version_and_cipher_suite.enabled": simulated,
	"routing.http.xff_client_port.enabled":                     simulated,
	"routing.http.xff_header_processing.mode":                  simulated,
	"routing.http2.enabled":                                    simulated,
	"waf.fail_open.enabled":                                    noEffect,
	"zonal_shift.config.enabled":                               noEffect,
}

// listenerAttributes are those of a listener of an Application Load Balancer that are simulated.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html
var listenerAttributes = map[string]simulation{
	"routing.http.response.server.enabled":                                  simulated,
	"routing.http.request.x_amzn_tls_version.header_name":                   simulated,
	"routing.http.request.x_amzn_tls_cipher_suite.header_name":              simulated,
	"routing.http.request.x_amzn_mtls_clientcert_subject.header_name":       simulated,
	"routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name": simulated,
	"routing.http.request.x_amzn_mtls_clientcert_issuer.header_name":        simulated,
	"routing.http.request.x_amzn_mtls_clientcert_validity.header_name":      simulated,
	"routing.http.request.x_amzn_mtls_clientcert_leaf.header_name":          simulated,
	"routing.http.request.x_amzn_mtls_clientcert.header_name":               simulated,
}

// addedHeaders are the response headers that attributes of a listener add, by attribute.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
var addedHeaders = map[string]string{
	"routing.http.response.strict_transport_security.header_value":        "Strict-Transport-Security",
	"routing.http.response.access_control_allow_origin.header_value":      "Access-Control-Allow-Origin",
	"routing.http.response.access_control_allow_methods.header_value":     "Access-Control-Allow-Methods",
	"routing.http.response.access_control_allow_headers.header_value":     "Access-Control-Allow-Headers",
	"routing.http.response.access_control_allow_credentials.header_value": "Access-Control-Allow-Credentials",
	"routing.http.response.access_control_expose_headers.header_value":    "Access-Control-Expose-Headers",
	"routing.http.response.access_control_max_age.header_value":           "Access-Control-Max-Age",
	"routing.http.response.content_security_policy.header_value":          "Content-Security-Policy",
	"routing.http.response.x_content_type_options.header_value":           "X-Content-Type-Options",
	"routing.http.response.x_frame_options.header_value":                  "X-Frame-Options",
}

// checkAttributes names the attributes that are not simulated.
func (d *Deployment) checkAttributes(r *cfn.Resource, what string, set map[string]string, known map[string]simulation) {
	for _, key := range slices.Sorted(maps.Keys(set)) {
		if _, ok := known[key]; ok || addedHeaders[key] != "" {
			continue
		}
		d.notSimulated(r, "the attribute %s of the %s is not simulated", key, what)
	}
}

// albSettings are the attributes of a load balancer and of its listener that change an event.
type albSettings struct {
	port           int // of the listener
	dropInvalid    bool
	preserveHost   bool
	tlsHeaders     bool
	clientPort     bool
	forwardedFor   string            // append, preserve or remove
	renamed        map[string]string // headers that the load balancer adds under another name
	targetGroupARN string
	mutualTLS      string // its mode
}

func (l *Listener) settings(g *TargetGroup) *albSettings {
	on := func(key string) bool { return l.LoadBalancer.Attributes[key] == "true" }
	s := &albSettings{
		port:           l.Port,
		dropInvalid:    on("routing.http.drop_invalid_header_fields.enabled"),
		preserveHost:   on("routing.http.preserve_host_header.enabled"),
		tlsHeaders:     on("routing.http.x_amzn_tls_version_and_cipher_suite.enabled"),
		clientPort:     on("routing.http.xff_client_port.enabled"),
		forwardedFor:   l.LoadBalancer.Attributes["routing.http.xff_header_processing.mode"],
		targetGroupARN: g.ARN,
		mutualTLS:      l.MutualTLS,
		renamed:        map[string]string{},
	}
	for key, value := range l.Attributes {
		if name, ok := renamedBy[key]; ok {
			s.renamed[name] = value
		}
	}
	return s
}

// renamedBy are the headers that an attribute of a listener renames.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
var renamedBy = map[string]string{
	"routing.http.request.x_amzn_tls_version.header_name":                   "X-Amzn-Tls-Version",
	"routing.http.request.x_amzn_tls_cipher_suite.header_name":              "X-Amzn-Tls-Cipher-Suite",
	"routing.http.request.x_amzn_mtls_clientcert_subject.header_name":       "X-Amzn-Mtls-Clientcert-Subject",
	"routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name": "X-Amzn-Mtls-Clientcert-Serial-Number",
	"routing.http.request.x_amzn_mtls_clientcert_issuer.header_name":        "X-Amzn-Mtls-Clientcert-Issuer",
	"routing.http.request.x_amzn_mtls_clientcert_validity.header_name":      "X-Amzn-Mtls-Clientcert-Validity",
	"routing.http.request.x_amzn_mtls_clientcert_leaf.header_name":          "X-Amzn-Mtls-Clientcert-Leaf",
	"routing.http.request.x_amzn_mtls_clientcert.header_name":               "X-Amzn-Mtls-Clientcert",
}
