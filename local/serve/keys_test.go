package main

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
	"testing"
	"time"
)

// newKeys returns a key set, and a token that is signed by its key.
func newKeys(t *testing.T) (set, token string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"RS256","kid":"one"}`)) + "." + encode(fmt.Appendf(nil, `{"iss":"https://id.example","exp":%d}`, time.Now().Unix()+600))
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	set = fmt.Sprintf(`{"keys":[{"kty":"RSA","kid":"one","n":%q,"e":%q}]}`, encode(key.N.Bytes()), encode(big.NewInt(int64(key.E)).Bytes()))
	return set, signed + "." + encode(signature)
}
