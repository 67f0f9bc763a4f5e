package frontends

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// certificates issues one for each server name that a client sends, by an authority of this app's
// own: [AuthorityFile], which a client may trust, and whose key stays beside it for the next start.
type certificates struct {
	authority *x509.Certificate
	key       *ecdsa.PrivateKey

	mutex sync.Mutex
	of    map[string]*tls.Certificate
}

// AuthorityFile is the certificate of the authority, in the folder of a [Config].
const AuthorityFile = "ca.pem"

const keyFile = "ca-key.pem"

func newCertificates(dir string) (*certificates, error) {
	c := &certificates{of: map[string]*tls.Certificate{}}
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, AuthorityFile), filepath.Join(dir, keyFile))
	if err == nil && time.Until(pair.Leaf.NotAfter) > 24*time.Hour {
		if key, ok := pair.PrivateKey.(*ecdsa.PrivateKey); ok {
			c.authority, c.key = pair.Leaf, key
			return c, nil
		}
	}
	return c, c.create(dir)
}

func (c *certificates) create(dir string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: "alb-lambda on this machine"}, IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0), SerialNumber: serial(),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	if c.authority, err = x509.ParseCertificate(der); err != nil {
		return err
	}
	c.key = key
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	write := func(name, kind string, der []byte) error {
		return os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
	}
	return errors.Join(os.MkdirAll(dir, 0o755), write(AuthorityFile, "CERTIFICATE", der), write(keyFile, "PRIVATE KEY", private))
}

func serial() *big.Int {
	n, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)) // the reader never fails
	return n
}

// get returns the certificate for the name that the client sends, or for this machine.
func (c *certificates) get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	name := hello.ServerName
	if name == "" {
		name = "localhost"
	}
	if have := c.of[name]; have != nil {
		return have, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: c.authority.NotAfter, SerialNumber: serial(),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, c.authority, &key.PublicKey, c.key)
	if err != nil {
		return nil, fmt.Errorf("a certificate for %s: %w", name, err)
	}
	c.of[name] = &tls.Certificate{Certificate: [][]byte{der, c.authority.Raw}, PrivateKey: key}
	return c.of[name], nil
}
