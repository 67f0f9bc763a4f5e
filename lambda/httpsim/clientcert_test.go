package httpsim_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// issued is a certificate of a test, with the key to issue others by.
type issued struct {
	*x509.Certificate
	key crypto.Signer
}

// issue makes a certificate that is good for an hour; change makes it another one. Without an
// issuer it is an authority of its own.
func issue(t *testing.T, by *issued, change func(*x509.Certificate), key crypto.Signer) *issued {
	t.Helper()
	if key == nil {
		var err error
		if key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(0x3a5b1), Subject: pkix.Name{Country: []string{"US"}, Organization: []string{"mTLS"}, CommonName: "client, inc"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	if by == nil {
		template.Subject.CommonName, template.IsCA, template.BasicConstraintsValid, template.KeyUsage = "root", true, true, x509.KeyUsageCertSign
	}
	if change != nil {
		change(template)
	}
	parent, signer := template, key
	if by != nil {
		parent, signer = by.Certificate, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &issued{certificate, key}
}

func bundle(all ...*issued) []byte {
	var out []byte
	for _, c := range all {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return out
}

// mutual is a listener that requests client certificates in front of a function that returns the
// headers of its event.
func mutual(t *testing.T, settings, more string) (*httpsim.Deployment, *httpsim.LoadBalancer) {
	t.Helper()
	d, err := httpsim.LoadTemplates(httpsim.Stack("shop", `{"Resources": {
		"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {}},
		"Store": {"Type": "AWS::ElasticLoadBalancingV2::TrustStore", "Properties": {"CaCertificatesBundleS3Bucket": "b", "CaCertificatesBundleS3Key": "k"}},
		"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Protocol": "HTTPS", "Port": 443,
			"MutualAuthentication": {`+settings+`}, "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}],
			"ListenerAttributes": [{"Key": "routing.http.request.x_amzn_mtls_clientcert_subject.header_name", "Value": "X-Who"}]}},
		`+group("Group", `{"Fn::GetAtt": ["Orders", "Arn"]}`)+`, `+function("Orders")+more+`}}`))
	if err != nil {
		t.Fatal(err)
	}
	err = d.Handle("Orders", httpsim.HandlerFunc(func(_ context.Context, event []byte) ([]byte, error) {
		var in struct{ Headers json.RawMessage }
		if err := json.Unmarshal(event, &in); err != nil {
			return nil, err
		}
		return json.Marshal(map[string]any{"statusCode": 200, "body": string(in.Headers), "headers": map[string]string{"content-type": "application/json"}})
	}))
	if err != nil {
		t.Fatal(err)
	}
	return d, d.LoadBalancers[0]
}

const verifying = `"Mode": "verify", "TrustStoreArn": {"Ref": "Store"}`

// present sends a request with certificates, and returns the headers of the event.
func present(t *testing.T, lb *httpsim.LoadBalancer, chain ...*issued) (*httpsim.Result, map[string]string, error) {
	t.Helper()
	r := httptest.NewRequest("GET", "https://a.b/", nil)
	r.Header.Set("X-Who", "forged")
	r.TLS = &tls.ConnectionState{Version: tls.VersionTLS13}
	for _, c := range chain {
		r.TLS.PeerCertificates = append(r.TLS.PeerCertificates, c.Certificate)
	}
	result, err := lb.Do(r)
	headers := map[string]string{}
	if err == nil {
		if err := json.NewDecoder(result.Body).Decode(&headers); err != nil {
			t.Fatal(err)
		}
	}
	return result, headers, err
}

func TestHeadersOfClientCertificates(t *testing.T) {
	root := issue(t, nil, nil, nil)
	leaf := issue(t, root, nil, nil)
	d, lb := mutual(t, verifying, "")
	d.Authorities = func(arn string) ([]byte, error) {
		if !strings.HasPrefix(arn, "arn:aws:elasticloadbalancing:us-east-1:123456789012:truststore/") {
			t.Errorf("the trust store is %s", arn)
		}
		return bundle(root), nil
	}
	result, headers, err := present(t, lb, leaf)
	if err != nil || result.Header.Get("X-Not-Simulated") != "" {
		t.Fatal(result, err)
	}
	// The serial number of two digits a byte, as in AWS's example: 03A5B1.
	want := map[string]string{
		"x-amzn-mtls-clientcert-serial-number": "03A5B1",
		"x-amzn-mtls-clientcert-issuer":        "CN=root,O=mTLS,C=US",
		"x-who":                                `CN=client\, inc,O=mTLS,C=US`,
		"x-amzn-mtls-clientcert-validity":      "NotBefore=" + leaf.NotBefore.Format("2006-01-02T15:04:05Z") + ";NotAfter=" + leaf.NotAfter.Format("2006-01-02T15:04:05Z"),
		"x-amzn-mtls-clientcert-subject":       "", "x-amzn-mtls-clientcert": "",
	}
	for name, value := range want {
		if headers[name] != value {
			t.Errorf("%s is %q, want %q", name, headers[name], value)
		}
	}
	escaped := headers["x-amzn-mtls-clientcert-leaf"]
	if strings.ContainsAny(escaped, " \n") || !strings.HasPrefix(escaped, "-----BEGIN%20CERTIFICATE-----%0A") || strings.Contains(strings.ToUpper(escaped), "%2B") || strings.Contains(escaped, "%2F") || strings.Contains(escaped, "%3D") {
		t.Errorf("the leaf is %s", escaped)
	}
	if text, err := url.PathUnescape(escaped); err != nil || text != string(bundle(leaf)) {
		t.Errorf("the leaf is %s, %v", text, err)
	}

	_, lb = mutual(t, `"Mode": "passthrough"`, "")
	result, headers, err = present(t, lb, leaf, root)
	if err != nil || result.Header.Get("X-Not-Simulated") != "" || headers["x-amzn-mtls-clientcert-leaf"] != "" || headers["x-who"] != "forged" {
		t.Error(result, headers, err)
	}
	if text, err := url.PathUnescape(headers["x-amzn-mtls-clientcert"]); err != nil || text != string(bundle(leaf, root)) {
		t.Errorf("the chain is %s, %v", text, err)
	}
	if _, headers, err := present(t, lb); err != nil || headers["x-amzn-mtls-clientcert"] != "" {
		t.Errorf("without a certificate: %v, %v", headers, err)
	}
	_, lb = mutual(t, `"Mode": "off"`, "")
	if _, headers, err := present(t, lb, leaf); err != nil || headers["x-amzn-mtls-clientcert"] != "" || headers["x-amzn-mtls-clientcert-leaf"] != "" {
		t.Errorf("off: %v, %v", headers, err)
	}
}

func TestClientCertificatesAreVerified(t *testing.T) {
	key := func(bits int) crypto.Signer {
		key, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	root, stranger := issue(t, nil, nil, nil), issue(t, nil, nil, nil)
	between := issue(t, root, func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	}, nil)
	expired := func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }
	for _, c := range []struct {
		name     string
		settings string
		store    []*issued
		chain    []*issued
		rejected string // empty: accepted
	}{
		{"good", "", []*issued{root}, []*issued{issue(t, root, nil, nil)}, ""},
		{"RSA", "", []*issued{root}, []*issued{issue(t, root, nil, key(2048))}, ""},
		{"for a server", "", []*issued{root}, []*issued{issue(t, root, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }, nil)}, ""},
		{"by an intermediate", "", []*issued{root}, []*issued{issue(t, between, nil, nil), between}, ""},
		{"by an intermediate of the store", "", []*issued{between}, []*issued{issue(t, between, nil, nil)}, ""},
		{"second in the store", "", []*issued{stranger, root}, []*issued{issue(t, root, nil, nil)}, ""},
		{"expired and allowed", `, "IgnoreClientCertificateExpiry": true`, []*issued{root}, []*issued{issue(t, root, expired, nil)}, ""},
		{"expired", "", []*issued{root}, []*issued{issue(t, root, expired, nil)}, "expired"},
		{"not valid yet", `, "IgnoreClientCertificateExpiry": true`, []*issued{root}, []*issued{issue(t, root, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Minute) }, nil)}, "not yet valid"},
		{"none", "", []*issued{root}, nil, "has no certificate"},
		{"by a stranger", "", []*issued{root}, []*issued{issue(t, stranger, nil, nil)}, "unknown authority"},
		{"by an intermediate that is not sent", "", []*issued{root}, []*issued{issue(t, between, nil, nil)}, "unknown authority"},
		{"a small key", "", []*issued{root}, []*issued{issue(t, root, nil, key(1024))}, "1024 bits, outside 2048..8192"},
		{"Ed25519", "", []*issued{root}, []*issued{issue(t, root, nil, edwards)}, "neither RSA nor ECDSA"},
		{"signed by Ed25519", "", []*issued{root}, []*issued{issue(t, issue(t, nil, nil, edwards), nil, nil)}, "signed by Ed25519"},
	} {
		d, lb := mutual(t, verifying+c.settings, "")
		d.Authorities = func(string) ([]byte, error) { return bundle(c.store...), nil }
		_, _, err := present(t, lb, c.chain...)
		if errors.Is(err, httpsim.ErrHandshake) != (c.rejected != "") || (err == nil) != (c.rejected == "") || err != nil && !strings.Contains(err.Error(), c.rejected) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestTrustStoresThatAreNotKnown(t *testing.T) {
	leaf := issue(t, issue(t, nil, nil, nil), nil, nil)
	d, lb := mutual(t, verifying, `, "Revoked": {"Type": "AWS::ElasticLoadBalancingV2::TrustStoreRevocation", "Properties": {"TrustStoreArn": {"Ref": "Store"}}}`)
	if len(d.NotSimulated) != 2 || !strings.Contains(d.NotSimulated[0], "trust store") || !strings.Contains(d.NotSimulated[1], "revoked") {
		t.Errorf("what is not simulated is %q", d.NotSimulated)
	}
	for _, chain := range [][]*issued{nil, {leaf}} {
		result, _, err := present(t, lb, chain...)
		if err != nil || len(result.Header.Values("X-Not-Simulated")) != 2 {
			t.Errorf("unverified: %v, %v", result, err)
		}
	}
	for name, authorities := range map[string]func(string) ([]byte, error){
		"cannot be read":        func(string) ([]byte, error) { return nil, errors.New("cannot be read") },
		"has no certificate":    func(string) ([]byte, error) { return []byte("hello"), nil },
		"malformed certificate": func(string) ([]byte, error) { return bytes.Replace(bundle(leaf), []byte("MII"), []byte("AAA"), 1), nil },
	} {
		d.Authorities = authorities
		if _, _, err := present(t, lb, leaf); err == nil || !strings.Contains(err.Error(), name) || errors.Is(err, httpsim.ErrHandshake) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
