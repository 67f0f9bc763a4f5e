package main

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
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

func TestKeySets(t *testing.T) {
	set, _ := newKeys(t)
	file := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(file, []byte(set), 0o600); err != nil {
		t.Fatal(err)
	}
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		if r.URL.Path != "/keys" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(set))
	}))
	defer server.Close()
	for _, c := range []struct{ source, address, problem string }{
		{file, "https://id.example/keys", ""}, {server.URL + "/keys", "https://id.example/keys", ""}, {"", server.URL + "/keys", ""},
		{"", server.URL + "/none", "responds 404 Not Found"}, {filepath.Join(t.TempDir(), "absent"), "", "no such file"},
	} {
		k := &keySets{source: c.source}
		for range 3 {
			got, err := k.get(t.Context(), c.address)
			if (err == nil) != (c.problem == "") || err == nil && string(got) != set || err != nil && !strings.Contains(err.Error(), c.problem) {
				t.Errorf("%+v: %s, %v", c, got, err)
			}
		}
	}
	if requests != 1+1+3 { // what fails is not kept
		t.Errorf("%d requests", requests)
	}
}
