package frontends

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

// deployment is a listener with the mode of mutual TLS, in front of a function that returns the
// headers of its event.
func deployment(t *testing.T, mutual string, authorities []byte) *httpsim.Deployment {
	t.Helper()
	d, err := httpsim.LoadTemplates(httpsim.Stack("shop", `{"Resources": {
		"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {}},
		"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Protocol": "HTTPS", "Port": 443,
			"MutualAuthentication": `+mutual+`, "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}]}},
		"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "Targets": [{"Id": {"Fn::GetAtt": ["Orders", "Arn"]}}]}},
		"Orders": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "provided.al2023"}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if authorities != nil {
		d.Authorities = func(string) ([]byte, error) { return authorities, nil }
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
	return d
}

// TestClientCertificates sends requests with certificates of two authorities through a socket, to a
// listener whose mode changes as a synth changes it.
func TestClientCertificates(t *testing.T) {
	dir := t.TempDir()
	good, other := clientOf(t, dir), clientOf(t, t.TempDir())
	trusted, err := os.ReadFile(filepath.Join(dir, AuthorityFile))
	if err != nil {
		t.Fatal(err)
	}
	var mutex sync.Mutex
	var said strings.Builder
	s := New(Config{Dir: dir, Done: func(*Exchange) {}, Say: func(format string, values ...any) {
		mutex.Lock()
		defer mutex.Unlock()
		fmt.Fprintf(&said, format+"\n", values...)
	}})
	defer s.Close()
	for _, c := range []struct {
		name, mutual string
		client       *tls.Certificate
		header       string // of the event; empty: the handshake fails
		authorities  int    // that the client is told of
	}{
		{"off", `{"Mode": "off"}`, good, "host", 0},
		{"passed through", `{"Mode": "passthrough"}`, good, "x-amzn-mtls-clientcert", 0},
		{"passed through from anyone", `{"Mode": "passthrough"}`, other, "x-amzn-mtls-clientcert", 0},
		{"passed through from nobody", `{"Mode": "passthrough"}`, nil, "host", 0},
		{"verified", `{"Mode": "verify", "TrustStoreArn": "arn:store"}`, good, "x-amzn-mtls-clientcert-leaf", 0},
		{"verified, authorities advertised", `{"Mode": "verify", "TrustStoreArn": "arn:store", "AdvertiseTrustStoreCaNames": "on"}`, good, "x-amzn-mtls-clientcert-subject", 1},
		{"of a stranger", `{"Mode": "verify", "TrustStoreArn": "arn:store"}`, other, "", 0},
		{"none", `{"Mode": "verify", "TrustStoreArn": "arn:store"}`, nil, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := s.Use(t.Context(), deployment(t, c.mutual, trusted)); err != nil {
				t.Fatal(err)
			}
			told := 0
			config := &tls.Config{RootCAs: x509.NewCertPool(), GetClientCertificate: func(r *tls.CertificateRequestInfo) (*tls.Certificate, error) {
				told = len(r.AcceptableCAs)
				if c.client == nil {
					return &tls.Certificate{}, nil
				}
				return c.client, nil
			}}
			config.RootCAs.AppendCertsFromPEM(trusted)
			transport := &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true}
			defer transport.CloseIdleConnections()
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Fronts()[0].URL(), nil)
			if err != nil {
				t.Fatal(err)
			}
			response, err := (&http.Client{Transport: transport}).Do(request)
			if c.header == "" {
				mutex.Lock()
				defer mutex.Unlock()
				if err == nil || !strings.Contains(said.String(), "the connection ends in the TLS handshake") {
					t.Errorf("%v, %v, said %s", response, err, said.String())
				}
				said.Reset()
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil || !strings.Contains(string(body), `"`+c.header+`":`) || told != c.authorities {
				t.Errorf("%v, %v, %d authorities: %s", response, err, told, body)
			}
		})
	}
}

// clientOf is a client's certificate, issued by the authority of the folder. It is one for a
// server, of which the listener takes no notice.
func clientOf(t *testing.T, dir string) *tls.Certificate {
	t.Helper()
	authority, err := newCertificates(dir)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := authority.get(&tls.ClientHelloInfo{ServerName: "client"})
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}
