package lambdaalb

import (
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/fault"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
)

func headerFaults(h Headers, https *HTTPS) string {
	list := fault.New("s/L")
	h.check("Headers", https, list)
	if err := list.Err(); err != nil {
		return err.Error()
	}
	return ""
}

func TestCheckHeaders(t *testing.T) {
	plain, passed, verified := &HTTPS{}, &HTTPS{ClientCertificates: &ClientCertificates{}}, &HTTPS{ClientCertificates: &ClientCertificates{Authorities: &Object{}}}
	for name, c := range map[string]struct {
		headers Headers
		https   *HTTPS
		want    []string
	}{
		"nothing":      {Headers{}, nil, nil},
		"all for HTTP": {Headers{ContentSecurityPolicy: "default-src 'self'", FrameOptions: "ALLOW-FROM https://a.example.com", NoSniff: true, HideServer: true, CORS: &CORSHeaders{Origin: "*"}}, nil, nil},
		"all for HTTPS": {Headers{HSTS: &HSTS{IncludeSubdomains: true, Preload: true}, CORS: &CORSHeaders{Origin: "https://a.example.com:8443", Methods: []string{"GET"},
			Headers: []string{"*"}, ExposeHeaders: []string{"X-A"}, Credentials: true, MaxAge: time.Hour}, Names: HeaderNames{TLSVersion: "X-TLS"}}, plain, nil},
		"tokens":                   {Headers{ContentSecurityPolicy: "${Token[A.1]}\n", FrameOptions: "${Token[A.1]}", CORS: &CORSHeaders{Origin: "${Token[A.1]}"}, Names: HeaderNames{TLSVersion: "${Token[A.1]}"}}, plain, nil},
		"names that are passed on": {Headers{Names: HeaderNames{Certificate: "X-Cert"}}, passed, nil},
		"names that were verified": {Headers{Names: HeaderNames{Leaf: "X-L", SerialNumber: "X-N", Issuer: "X-I", Subject: "X-S", Validity: "X-V"}}, verified, nil},
		"HTTPS alone": {Headers{HSTS: &HSTS{}, Names: HeaderNames{TLSVersion: "X-TLS"}}, nil, []string{
			"s/L: Headers.HSTS: browsers ignore it over HTTP; give the listener HTTPS, or leave it out",
			"s/L: Headers.Names.TLSVersion: a listener for HTTP adds no such header; give the listener HTTPS, or leave it out"}},
		"HSTS": {Headers{HSTS: &HSTS{MaxAge: 1500 * time.Millisecond, Preload: true}}, plain, []string{
			"s/L: Headers.HSTS.MaxAge: 1.5s is not a number of seconds; leave it out for 365 days",
			"s/L: Headers.HSTS.Preload: it needs IncludeSubdomains and a MaxAge of a year; set them, or leave it out"}},
		"values": {Headers{ContentSecurityPolicy: "a\nb", FrameOptions: "NONE", CORS: &CORSHeaders{Origin: "example.com", Methods: []string{"get"},
			Headers: []string{"a b"}, ExposeHeaders: []string{""}, MaxAge: 25 * time.Hour}}, nil, []string{
			`s/L: Headers.ContentSecurityPolicy: "a\nb" is not one line of ASCII; write it like default-src 'self'`,
			`s/L: Headers.FrameOptions: "NONE" is unknown; use DENY, SAMEORIGIN, or ALLOW-FROM with an address`,
			`s/L: Headers.CORS.Origin: "example.com" is not an origin; write it like https://www.example.com, without a path, or "*"`,
			`s/L: Headers.CORS.Methods: "get" is unknown; write it like GET`,
			`s/L: Headers.CORS.Headers: "a b" is not the name of a header; write it like X-Request-Id`,
			`s/L: Headers.CORS.ExposeHeaders: "" is not the name of a header; write it like X-Request-Id`,
			`s/L: Headers.CORS.MaxAge: 25h is outside 1s..24h; leave it out for the browser's own time`}},
		"credentials for all": {Headers{CORS: &CORSHeaders{Origin: "*", Credentials: true}}, nil, []string{
			`s/L: Headers.CORS.Credentials: browsers reject true with the origin "*"; name the origin, or leave it out`}},
		"names of the wrong kind": {Headers{Names: HeaderNames{TLSCipherSuite: "a b", Certificate: "X-C"}}, verified, []string{
			`s/L: Headers.Names.TLSCipherSuite: "a b" is not the name of a header; write it like X-Client-Subject`,
			`s/L: Headers.Names.Certificate: no certificate is passed on unverified; leave TrustStore and Authorities of HTTPS.ClientCertificates out, or name the others`}},
		"names without verification": {Headers{Names: HeaderNames{Subject: "X-S"}}, passed, []string{
			`s/L: Headers.Names.Subject: no certificate is verified; give HTTPS.ClientCertificates a TrustStore or Authorities, or leave it out`}},
	} {
		if got, want := headerFaults(c.headers, c.https), strings.Join(c.want, "\n"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

type (
	anyBucket struct{ awss3.IBucket }
	anyStore  struct{ elb.ITrustStore }
)

func TestCheckClientCertificates(t *testing.T) {
	file := Object{Bucket: anyBucket{}, Key: "ca.pem"}
	for name, c := range map[string]struct {
		certificates *ClientCertificates
		want         []string
	}{
		"none":      {nil, nil},
		"passed on": {&ClientCertificates{}, nil},
		"a bundle":  {&ClientCertificates{Authorities: &file, Revocations: []Object{file}, AllowExpired: true}, nil},
		"a list alone": {&ClientCertificates{Revocations: []Object{{}}}, []string{
			"s/L: C.Revocations: they belong to the trust store of Authorities; give Authorities, or add them to the trust store where it is created",
			"s/L: C.Revocations[0].Bucket: it is nil; give the bucket that has the file",
			"s/L: C.Revocations[0].Key: it is empty; give the key of the file"}},
		"two trust stores": {&ClientCertificates{TrustStore: anyStore{}, Authorities: &Object{}}, []string{
			"s/L: C.Authorities: there is a trust store already; give one of TrustStore and Authorities",
			"s/L: C.Authorities.Bucket: it is nil; give the bucket that has the file",
			"s/L: C.Authorities.Key: it is empty; give the key of the file"}},
		"nothing to verify": {&ClientCertificates{AdvertiseAuthorities: true}, []string{
			"s/L: C.TrustStore: it is nil, so that nothing is verified; give a trust store, or leave AllowExpired and AdvertiseAuthorities out"}},
	} {
		list := fault.New("s/L")
		c.certificates.check("C", list)
		got := ""
		if err := list.Err(); err != nil {
			got = err.Error()
		}
		if want := strings.Join(c.want, "\n"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestCheckIPAMPool(t *testing.T) {
	for pool, c := range map[string]struct {
		internal bool
		want     string
	}{
		"": {true, ""}, "ipam-pool-0123456789abcdef0": {false, ""}, "${Token[P.1]}": {false, ""},
		"pool":             {false, `s/L: IPAMPool: "pool" is not the id of a pool; write it like ipam-pool-0123456789abcdef0`},
		"ipam-pool-012345": {true, `s/L: IPAMPool: an internal load balancer has no public addresses; leave it out, or leave Internal out`},
	} {
		list := fault.New("s/L")
		(&Props{IPAMPool: pool, Internal: c.internal}).checkIPAMPool(list)
		got := ""
		if err := list.Err(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q: %s, want %s", pool, got, c.want)
		}
	}
}
