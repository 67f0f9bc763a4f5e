package httpsim_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
	"strings"
	"testing"
)

// TestKeysOfClientCertificates: those at the limits of AWS's page are supported, and those beyond
// are not.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
func TestKeysOfClientCertificates(t *testing.T) {
	_, lb := mutual(t, `"Mode": "passthrough"`, "")
	root := issue(t, nil, nil, nil)
	certified := func(public any) *x509.Certificate {
		t.Helper()
		template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: root.NotBefore, NotAfter: root.NotAfter}
		der, err := x509.CreateCertificate(rand.Reader, template, root.Certificate, public, root.key)
		if err != nil {
			t.Fatal(err)
		}
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return certificate
	}
	bits := func(n uint) *rsa.PublicKey {
		modulus := new(big.Int).Lsh(big.NewInt(1), n-1)
		return &rsa.PublicKey{N: modulus.Add(modulus, big.NewInt(1)), E: 65537}
	}
	curve := func(c elliptic.Curve) *ecdsa.PublicKey {
		key, err := ecdsa.GenerateKey(c, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return &key.PublicKey
	}
	first := certified(bits(2048))
	first.Version = 1
	for name, c := range map[string]struct {
		certificate *x509.Certificate
		rejected    string
	}{
		"RSA of 2047": {certified(bits(2047)), "has an RSA key of 2047 bits, outside 2048..8192"},
		"RSA of 2048": {certified(bits(2048)), ""},
		"RSA of 8192": {certified(bits(8192)), ""},
		"RSA of 8193": {certified(bits(8193)), "has an RSA key of 8193 bits, outside 2048..8192"},
		"P-224":       {certified(curve(elliptic.P224())), "has a key on P-224, which is not supported"},
		"P-256":       {certified(curve(elliptic.P256())), ""},
		"P-384":       {certified(curve(elliptic.P384())), ""},
		"P-521":       {certified(curve(elliptic.P521())), ""},
		"version 1":   {first, "is X.509v1, and only X.509v3 is supported"},
	} {
		err := lb.Listeners[0].VerifyClient([]*x509.Certificate{c.certificate})
		if (err == nil) != (c.rejected == "") || err != nil && !strings.HasSuffix(err.Error(), c.rejected) {
			t.Errorf("%s: %v, want %q", name, err, c.rejected)
		}
	}
}

// TestSettingsOfMutualTLS: a listener advertises its authorities if it is set to, and has some only
// if it verifies.
func TestSettingsOfMutualTLS(t *testing.T) {
	root := issue(t, nil, nil, nil)
	for settings, want := range map[string]struct {
		advertises bool
		known      int
	}{
		verifying: {false, 1}, verifying + `, "AdvertiseTrustStoreCaNames": "on"`: {true, 1}, verifying + `, "AdvertiseTrustStoreCaNames": "off"`: {false, 1},
		`"Mode": "passthrough"`: {false, 0}, `"Mode": "off"`: {false, 0},
	} {
		d, lb := mutual(t, settings, "")
		d.Authorities = func(string) ([]byte, error) { return bundle(root), nil }
		known, err := lb.Listeners[0].Authorities()
		if err != nil || lb.Listeners[0].AdvertiseAuthorities != want.advertises || len(known) != want.known {
			t.Errorf("%s: %t with %d, %v", settings, lb.Listeners[0].AdvertiseAuthorities, len(known), err)
		}
	}
}
