package httpsim_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

var signer, _ = rsa.GenerateKey(rand.Reader, 2048) // the reader never fails

func encodePart(value any) string {
	b, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func token(header, claims map[string]any) string {
	signed := encodePart(header) + "." + encodePart(claims)
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, signer, crypto.SHA256, sum[:])
	if err != nil {
		panic(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func keySet(key *rsa.PublicKey) string {
	return fmt.Sprintf(`{"keys":[{"kty":"RSA","kid":"one","n":%q,"e":%q}]}`,
		base64.RawURLEncoding.EncodeToString(key.N.Bytes()), base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()))
}

func TestTokensAreVerified(t *testing.T) {
	d, lb := one(t, "HTTPS", 443, "", "", `,
		"Machines": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 1,
			"Conditions": [{"Field": "path-pattern", "Values": ["/machines"]}],
			"Actions": [{"Type": "jwt-validation", "Order": 1, "JwtValidationConfig": {"Issuer": "https://id.example", "JwksEndpoint": "https://id.example/keys", "AdditionalClaims": [
				{"Format": "space-separated-values", "Name": "scope", "Values": ["orders", "all"]},
				{"Format": "string-array", "Name": "aud", "Values": ["shop"]},
				{"Format": "single-string", "Name": "client", "Values": ["a b"]}]}},
				{"Type": "forward", "Order": 2, "TargetGroupArn": {"Ref": "Group"}}]}}`)
	if len(d.NotSimulated) > 0 {
		t.Errorf("%q", d.NotSimulated)
	}
	now := float64(time.Now().Unix())
	claims := func(changes ...any) map[string]any {
		all := map[string]any{"iss": "https://id.example", "exp": now + 60, "scope": "users orders", "aud": []string{"other", "shop"}, "client": "a b"}
		for i := 0; i < len(changes); i += 2 {
			all[changes[i].(string)] = changes[i+1]
		}
		return all
	}
	rs256 := map[string]any{"alg": "RS256", "kid": "one"}
	good := token(rs256, claims())
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	set := keySet(&signer.PublicKey)
	send := func(authorization string) (int, string, string) {
		t.Helper()
		r := httptest.NewRequest("GET", "https://a.b/machines", nil)
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		result, err := lb.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		return result.StatusCode, result.Reason, string(result.Event)
	}
	if status, reason, _ := send("Bearer " + good); status != 501 || !strings.Contains(reason, "set Deployment.Keys") {
		t.Errorf("without keys: %d %s", status, reason)
	}
	d.Keys = func(_ context.Context, address string) ([]byte, error) {
		if address != "https://id.example/keys" {
			return nil, errors.New("another address")
		}
		return []byte(set), nil
	}
	for _, c := range []struct{ authorization, reason string }{
		{"Bearer " + good, ""},
		{"bearer " + token(rs256, claims("nbf", now-1, "iat", now-1)), ""},
		{"Bearer " + token(map[string]any{"alg": "RS256"}, claims()), ""},
		{"", "no header Authorization: Bearer"},
		{"Basic x", "no header Authorization: Bearer"},
		{"Bearer x.y", "it does not have three parts"},
		{"Bearer x.y.z", "is not JSON in base64url"},
		{"Bearer " + token(map[string]any{"alg": "none"}, claims()), `signed by "none", and only RS256`},
		{"Bearer " + token(map[string]any{"alg": "RS256", "kid": "two"}, claims()), `no RSA key "two"`},
		{"Bearer " + good[:len(good)-8] + "AAAAAAAA", "its signature does not match"},
		{"Bearer " + token(rs256, claims("iss", "https://evil.example")), "its issuer is https://evil.example"},
		{"Bearer " + token(rs256, claims("exp", now-1)), "it has expired"},
		{"Bearer " + token(rs256, claims("exp", nil)), "it has expired, or does not say"},
		{"Bearer " + token(rs256, claims("nbf", now+60)), "nbf is in the future"},
		{"Bearer " + token(rs256, claims("iat", "soon")), "iat is in the future"},
		{"Bearer " + token(rs256, claims("scope", "users")), "the claim scope is users"},
		{"Bearer " + token(rs256, claims("aud", "none")), "the claim aud is none"},
		{"Bearer " + token(rs256, claims("client", "a")), "the claim client is a"},
	} {
		status, reason, event := send(c.authorization)
		if (status == 200) != (c.reason == "") || !strings.Contains(reason, c.reason) || c.reason != "" && status != 401 {
			t.Errorf("%.40s: %d %s, want %q", c.authorization, status, reason, c.reason)
		}
		if c.reason == "" && !strings.Contains(event, c.authorization) {
			t.Errorf("the token is not passed on: %s", event)
		}
	}
	for _, bad := range []struct{ set, reason string }{
		{keySet(&other.PublicKey), "its signature does not match"},
		{"x", "not one of JSON Web Keys"},
		{`{"keys":[` + strings.Repeat(`{},`, 10) + `{}]}`, "11 keys, over the limit of 10"},
		{strings.Repeat(" ", 150*1024+1), "over the limit of 153600"},
	} {
		set = bad.set
		if status, reason, _ := send("Bearer " + good); status != 401 || !strings.Contains(reason, bad.reason) {
			t.Errorf("%d %s, want %s", status, reason, bad.reason)
		}
	}
}
