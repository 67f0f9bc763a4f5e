package httpsim

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/internal/cfn"
)

// ErrHandshake is in the error of a request whose connection ends in the TLS handshake, because
// the load balancer does not accept the certificate of the client. The client gets no response.
var ErrHandshake = errors.New("the connection ends in the TLS handshake")

// loadMutual reads how a listener treats the certificates of clients.
func (l *Listener) loadMutual(r *cfn.Resource) error {
	var mutual struct {
		Mode                          string
		TrustStoreArn                 cfn.Text
		IgnoreClientCertificateExpiry cfn.Bool
		AdvertiseTrustStoreCaNames    string
	}
	if err := r.Decode("MutualAuthentication", &mutual); err != nil {
		return err
	}
	l.MutualTLS = mutual.Mode
	if l.MutualTLS != "verify" {
		return nil
	}
	l.TrustStore = string(mutual.TrustStoreArn)
	l.ignoreExpiry = bool(mutual.IgnoreClientCertificateExpiry)
	l.AdvertiseAuthorities = mutual.AdvertiseTrustStoreCaNames == "on"
	l.deployment.notSimulated(r, "the authorities of its trust store are in a bucket: client certificates are verified only where they are given here")
	for _, list := range l.deployment.set.Each("AWS::ElasticLoadBalancingV2::TrustStoreRevocation") {
		if list.Text("TrustStoreArn") == l.TrustStore {
			l.unchecked = append(l.unchecked, l.deployment.notSimulated(list, "lists of revoked client certificates are not simulated: none is rejected"))
		}
	}
	return nil
}

// Authorities returns the certificates of the listener's trust store, or nil where they are not
// known, or where the listener verifies nothing.
func (l *Listener) Authorities() ([]*x509.Certificate, error) {
	if l.MutualTLS != "verify" || l.deployment.Authorities == nil {
		return nil, nil
	}
	bundle, err := l.deployment.Authorities(l.TrustStore)
	if err != nil {
		return nil, fmt.Errorf("httpsim: %s: the trust store %s: %w", l, l.TrustStore, err)
	}
	var all []*x509.Certificate
	for {
		var block *pem.Block
		if block, bundle = pem.Decode(bundle); block == nil {
			break
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("httpsim: %s: the trust store %s: %w", l, l.TrustStore, err)
		}
		all = append(all, certificate)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("httpsim: %s: the trust store %s has no certificate in PEM", l, l.TrustStore)
	}
	return all, nil
}

// VerifyClient says whether the load balancer accepts the certificates that a client presents in
// the TLS handshake, its own first: nil, or an [ErrHandshake] with the reason. A listener that
// passes certificates through accepts a client without any.
//
// The purposes that a certificate is for (extended key usage) are not looked at: AWS's page has no
// word of them.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
func (l *Listener) VerifyClient(chain []*x509.Certificate) error {
	if l.MutualTLS != "verify" && l.MutualTLS != "passthrough" {
		return nil
	}
	for _, certificate := range chain {
		if why := unsupported(certificate); why != "" {
			return fmt.Errorf("httpsim: %w: the certificate of %s %s", ErrHandshake, certificate.Subject, why)
		}
	}
	authorities, err := l.Authorities()
	if authorities == nil {
		return err
	}
	if len(chain) == 0 {
		return fmt.Errorf("httpsim: %w: the client has no certificate", ErrHandshake)
	}
	options := x509.VerifyOptions{
		Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(),
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}, CurrentTime: time.Now(),
	}
	for _, authority := range authorities {
		options.Roots.AddCert(authority)
	}
	for _, certificate := range chain[1:] {
		options.Intermediates.AddCert(certificate)
	}
	if l.ignoreExpiry && options.CurrentTime.After(chain[0].NotAfter) {
		options.CurrentTime = chain[0].NotAfter
	}
	if _, err := chain[0].Verify(options); err != nil {
		return fmt.Errorf("httpsim: %w: %w", ErrHandshake, err)
	}
	return nil
}

// unsupported says what mutual TLS does not support in a certificate: "Supported certificates:
// X.509v3", "Supported public keys: RSA 2K – 8K or ECDSA secp256r1, secp384r1, secp521r1",
// "Supported signature algorithms: SHA256, 384, 512 with RSA/SHA256, 384, 512 with EC/SHA256, 384,
// 512 hash with RSASSA-PSS with MGF1".
func unsupported(c *x509.Certificate) string {
	if c.Version != 3 {
		return fmt.Sprintf("is X.509v%d, and only X.509v3 is supported", c.Version)
	}
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		if bits := key.N.BitLen(); bits < 2048 || bits > 8192 {
			return fmt.Sprintf("has an RSA key of %d bits, outside 2048..8192", bits)
		}
	case *ecdsa.PublicKey:
		if key.Curve == elliptic.P224() {
			return "has a key on P-224, which is not supported"
		}
	default:
		return fmt.Sprintf("has a key of the type %s, which is neither RSA nor ECDSA", c.PublicKeyAlgorithm)
	}
	if !slices.Contains(signatures, c.SignatureAlgorithm) {
		return fmt.Sprintf("is signed by %s, which is not supported", c.SignatureAlgorithm)
	}
	return ""
}

var signatures = []x509.SignatureAlgorithm{
	x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA,
	x509.ECDSAWithSHA256, x509.ECDSAWithSHA384, x509.ECDSAWithSHA512,
	x509.SHA256WithRSAPSS, x509.SHA384WithRSAPSS, x509.SHA512WithRSAPSS,
}

// addClientCertificate adds the headers of mutual TLS. Where the client has sent one of that name,
// the load balancer's takes its place; without a certificate there is none to take it.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
func (s *albSettings) addClientCertificate(h http.Header, r *http.Request) {
	if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		return
	}
	chain := r.TLS.PeerCertificates
	switch leaf := chain[0]; s.mutualTLS {
	case "passthrough":
		// "The presentation order starts with the leaf certificate and finishes with the root
		// certificate", and no two are parted by more than the line's end.
		var all strings.Builder
		for _, certificate := range chain {
			all.WriteString(escapedPEM(certificate))
		}
		s.set(h, "X-Amzn-Mtls-Clientcert", all.String())
	case "verify":
		s.set(h, "X-Amzn-Mtls-Clientcert-Serial-Number", strings.ToUpper(hex.EncodeToString(leaf.SerialNumber.Bytes())))
		s.set(h, "X-Amzn-Mtls-Clientcert-Issuer", distinguishedName(leaf.RawIssuer))
		s.set(h, "X-Amzn-Mtls-Clientcert-Subject", distinguishedName(leaf.RawSubject))
		s.set(h, "X-Amzn-Mtls-Clientcert-Validity", fmt.Sprintf("NotBefore=%s;NotAfter=%s", leaf.NotBefore.UTC().Format(time.RFC3339), leaf.NotAfter.UTC().Format(time.RFC3339)))
		s.set(h, "X-Amzn-Mtls-Clientcert-Leaf", escapedPEM(leaf))
	}
}

// escapedPEM is "URL-encoded PEM format …, with +=/ as safe characters".
func escapedPEM(c *x509.Certificate) string {
	text := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
	return strings.NewReplacer("+", "%20", "%2B", "+", "%3D", "=", "%2F", "/").Replace(url.QueryEscape(text))
}

// distinguishedName is "an RFC2253 string representation of the … distinguished name". It is made
// of the sequence in the certificate, whose order [pkix.Name] forgets.
func distinguishedName(raw []byte) string {
	var name pkix.RDNSequence
	if _, err := asn1.Unmarshal(raw, &name); err != nil {
		return "" // the certificate has been parsed: there is no other
	}
	return name.String()
}
