package proof

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"time"

	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/state"
)

const keyID = "prove"

// NewKey is a private key for the tokens and the certificate of a stage, PEM. RSA of 2,048 bits is
// what Certificate Manager and jwt-validation both accept.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html
func NewKey() (string, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return "", err
	}
	text, err := x509.MarshalPKCS8PrivateKey(key)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: text})), err
}

func privateKey(s *state.State) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(s.Key))
	if block == nil {
		return nil, errors.New("the key of the stage is not PEM")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("the key of the stage is not one of RSA")
	}
	return private, nil
}

// keySet is the JSON Web Key Set of the stage.
func keySet(s *state.State) (string, error) {
	key, err := privateKey(s)
	if err != nil {
		return "", err
	}
	set, err := json.Marshal(map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "alg": "RS256", "use": "sig", "kid": keyID,
		"n": segment(key.N.Bytes()), "e": segment(big.NewInt(int64(key.E)).Bytes()),
	}}})
	return string(set), err
}

// token is a JSON Web Token, signed by a key.
func token(key *rsa.PrivateKey, claims map[string]any) (string, error) {
	head, err := json.Marshal(map[string]string{"alg": "RS256", "typ": "JWT", "kid": keyID})
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	text := segment(head) + "." + segment(body)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	return text + "." + segment(signature), err
}

func segment(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// certificate is one that the stage's key signs itself, for a name that leads nowhere. It is the
// same each time, as far as the key and the beginning of the run go.
func certificate(s *state.State) ([]byte, error) {
	key, err := privateKey(s)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(s.Begun.Unix()), Subject: pkix.Name{CommonName: names.CertificateHost}, DNSNames: []string{names.CertificateHost},
		NotBefore: s.Begun.Add(-time.Hour), NotAfter: s.Begun.Add(7 * 24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true, IsCA: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), err
}
