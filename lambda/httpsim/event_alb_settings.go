package httpsim

import (
	"crypto/tls"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// prepare changes the headers of a request as the attributes of a load balancer say. The pages:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
func (s *albSettings) prepare(h http.Header, r *http.Request) {
	if s.dropInvalid {
		for name := range h {
			// "HTTP headers with header fields that are not valid are removed": "Elastic Load
			// Balancing requires that message header names contain only alphanumeric characters and
			// hyphens".
			if strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
				delete(h, name)
			}
		}
	}
	if !s.preserveHost {
		h["Host"] = []string{hostWithPort(h.Get("Host"), s.port)}
	}
	if s.tlsHeaders && r.TLS != nil {
		// "adds headers that contain information about the negotiated TLS version and cipher suite,
		// to the client request before sending it to the target".
		s.set(h, "X-Amzn-Tls-Version", strings.ReplaceAll(tls.VersionName(r.TLS.Version), "TLS ", "TLSv"))
		s.set(h, "X-Amzn-Tls-Cipher-Suite", tls.CipherSuiteName(r.TLS.CipherSuite))
	}
	s.addClientCertificate(h, r)
}

// set adds a header of the load balancer's own, under the name that the listener gives it.
func (s *albSettings) set(h http.Header, name, value string) {
	if other := s.renamed[name]; other != "" {
		name = other
	}
	h.Set(name, value)
}

// hostWithPort is the Host header where it is not preserved: "For default listener ports (either
// port 80 or 443), we do not append the port number to the outgoing host header. Any port number
// that was already in the incoming host header, is removed." For others, "we append the port number
// to the host header if it isn't already appended by the client".
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
func hostWithPort(host string, port int) string {
	name, given, err := net.SplitHostPort(host)
	switch {
	case port == 0:
		return host
	case port != 80 && port != 443 && given != "":
		return host
	case port != 80 && port != 443:
		return strings.TrimSuffix(host, ":") + ":" + strconv.Itoa(port)
	case err != nil: // the host has no port
		return host
	case strings.Contains(name, ":"):
		return "[" + name + "]"
	}
	return name
}
