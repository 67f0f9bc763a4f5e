package features

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/stage"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

// domain is what clients call the load balancer.
const domain = "api.example.com"

// secure sends requests to the listeners of the load balancer with HTTPS.
func secure(t *testing.T, e *emulator.Emulator, tokens func(claims map[string]any) string) {
	https := address(t, e, "Secure/LoadBalancer HTTPS:443")
	authority, err := os.ReadFile(filepath.Join(e.FrontEndsDir(), "ca.pem"))
	stage.Must(t, err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	dialer := &net.Dialer{}
	client := &http.Client{CheckRedirect: noRedirects, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{clientCertificate(t)}}, ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, strings.TrimPrefix(https, "https://"))
		},
	}}
	good := map[string]any{"iss": "https://id.example.com", "exp": time.Now().Unix() + 600}
	expired := map[string]any{"iss": "https://id.example.com", "exp": time.Now().Unix() - 600}
	other := map[string]any{"iss": "https://other.example.com", "exp": time.Now().Unix() + 600}
	bearer := func(claims map[string]any) http.Header {
		return http.Header{"Authorization": {"Bearer " + tokens(claims)}}
	}
	for _, c := range []request{
		// rewritten
		{method: "GET", path: "/api/orders/7?a=b", header: bearer(good), status: 200, want: `"path":"/orders/7"`},
		{method: "GET", path: "/api", header: bearer(good), status: 200, want: `"path":"/"`},
		{method: "GET", path: "/api", header: bearer(good), status: 200, want: `"x-amzn-mtls-clientcert":["-----BEGIN%20CERTIFICATE-----%0AMII`},
		{method: "GET", path: "/api", status: 401, want: "401 Unauthorized"},
		{method: "GET", path: "/api", header: bearer(expired), status: 401, want: "401 Unauthorized"},
		{method: "GET", path: "/api", header: bearer(other), status: 401, want: "401 Unauthorized"},
		{method: "GET", path: "/api", header: http.Header{"Authorization": {"Bearer " + tokens(good) + "x"}}, status: 401, want: "401 Unauthorized"},
		{method: "GET", path: "/other", status: 404, want: "Not Found"},
	} {
		response := c.send(t, client, "https://"+domain)
		if response.TLS == nil || response.TLS.PeerCertificates[0].VerifyHostname(domain) != nil || response.ProtoMajor != 2 {
			t.Errorf("%s: %s, TLS %v", c.path, response.Proto, response.TLS)
		}
	}
	// Older versions of TLS are not spoken.
	old := &tls.Dialer{Config: &tls.Config{RootCAs: roots, ServerName: domain, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}}
	if conn, err := old.DialContext(t.Context(), "tcp", strings.TrimPrefix(https, "https://")); err == nil {
		_ = conn.Close()
		t.Error("TLS 1.1 is spoken")
	}
	plain := &http.Client{CheckRedirect: noRedirects}
	request{method: "GET", path: "/api?a=b", host: domain, status: 301, location: "https://" + domain + ":443/api?a=b"}.
		send(t, plain, address(t, e, "Secure/LoadBalancer HTTP:80"))
	admin := address(t, e, "Secure/LoadBalancer HTTP:8081")
	request{method: "GET", path: "/admin", status: 200, want: `"x-forwarded-port":["8081"]`}.send(t, plain, admin)
	request{method: "GET", path: "/api", status: 404, want: "Not Found"}.send(t, plain, admin)
	policy(t, e)
}

// policy reads the TLS policy, of which the front ends know the versions alone.
func policy(t *testing.T, e *emulator.Emulator) {
	t.Helper()
	client := elbv2.NewFromConfig(e.AWSConfig())
	found, err := client.DescribeLoadBalancers(t.Context(), nil)
	stage.Must(t, err)
	var policies []string
	for _, lb := range found.LoadBalancers {
		listeners, err := client.DescribeListeners(t.Context(), &elbv2.DescribeListenersInput{LoadBalancerArn: lb.LoadBalancerArn})
		stage.Must(t, err)
		for _, l := range listeners.Listeners {
			if l.Protocol == types.ProtocolEnumHttps {
				policies = append(policies, *l.SslPolicy)
			}
		}
	}
	if len(policies) != 1 || policies[0] != "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" {
		t.Errorf("TLS policies %q", policies)
	}
}

// clientCertificate is one of no authority, which the load balancer passes on.
func clientCertificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	stage.Must(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	stage.Must(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// newKeys writes a key set to a file, and returns what signs claims by its key.
func newKeys(t *testing.T) (file string, token func(claims map[string]any) string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	stage.Must(t, err)
	encode := base64.RawURLEncoding.EncodeToString
	file = filepath.Join(t.TempDir(), "keys.json")
	set := fmt.Sprintf(`{"keys":[{"kty":"RSA","kid":"one","n":%q,"e":%q}]}`, encode(key.N.Bytes()), encode(big.NewInt(int64(key.E)).Bytes()))
	stage.Must(t, os.WriteFile(file, []byte(set), 0o600))
	return file, func(claims map[string]any) string {
		payload, err := json.Marshal(claims)
		stage.Must(t, err)
		signed := encode([]byte(`{"alg":"RS256","kid":"one"}`)) + "." + encode(payload)
		sum := sha256.Sum256([]byte(signed))
		signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
		stage.Must(t, err)
		return signed + "." + encode(signature)
	}
}
