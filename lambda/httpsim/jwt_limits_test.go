package httpsim_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestLimitsOfTokens: at each limit of AWS's page a token is valid, and beyond it is not. The clock
// stands still.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html
func TestLimitsOfTokens(t *testing.T) { synctest.Test(t, testLimitsOfTokens) }

func testLimitsOfTokens(t *testing.T) {
	d := deploy(t, loadBalancer, functionAndGroup(), listener("HTTPS", "HTTPS", 443, `"DefaultActions": [
		{"Type": "jwt-validation", "Order": 1, "JwtValidationConfig": {"Issuer": "https://id.example", "JwksEndpoint": "https://id.example/keys",
			"AdditionalClaims": [{"Format": "string-array", "Name": "aud", "Values": ["shop"]}]}},
		{"Type": "forward", "Order": 2, "TargetGroupArn": {"Ref": "Group"}}]`))
	now := float64(time.Now().Unix())
	sign := func(changes ...any) string {
		claims := map[string]any{"iss": "https://id.example", "exp": now + 1, "aud": []any{"shop"}}
		for i := 0; i < len(changes); i += 2 {
			claims[changes[i].(string)] = changes[i+1]
		}
		return "Bearer " + token(map[string]any{"alg": "RS256", "kid": "one"}, claims)
	}
	set := keySet(&signer.PublicKey)
	key := strings.TrimSuffix(strings.TrimPrefix(set, `{"keys":[`), `]}`)
	keys := func(n int) string { return `{"keys":[` + strings.Repeat(`{},`, n-1) + key + `]}` }
	good := sign()
	for _, c := range []struct{ name, authorization, set, reason string }{
		{"good", good, set, ""},
		{"no token", "Bearer", set, "no header Authorization: Bearer"},
		{"four parts", good[:len("Bearer ")] + "x." + good[len("Bearer "):], set, "it does not have three parts"},
		{"a part more", good + ".x", set, "it does not have three parts"},
		{"no part", "Bearer x", set, "it does not have three parts"},
		{"a signature of another alphabet", good[:strings.LastIndex(good, ".")] + ".a+b/", set, "its signature is not base64url"},
		{"10 keys", good, keys(10), ""},
		{"11 keys", good, keys(11), "the key set has 11 keys, over the limit of 10"},
		{"150 KB of keys", good, set + strings.Repeat(" ", 150*1024-len(set)), ""},
		{"a byte more", good, set + strings.Repeat(" ", 150*1024-len(set)+1), "the key set is 153601 bytes, over the limit of 153600"},
		{"a key of another kind", good, strings.Replace(set, "RSA", "EC", 1), `the key set has no RSA key "one"`},
		{"a key of another kind before", good, `{"keys":[{"kty":"EC","kid":"one"},` + key + `]}`, ""},
		{"a modulus that cannot be", good, strings.Replace(set, `"n":"`, `"n":"+`, 1), "its signature does not match"},
		{"an exponent that cannot be", good, strings.Replace(set, `"e":"`, `"e":"+`, 1), "its signature does not match"},
		{"a large exponent", good, strings.Replace(set, `"e":"AQAB"`, `"e":"AQAAAAAB"`, 1), "its signature does not match"},
		{"a bad key before", good, `{"keys":[` + strings.Replace(key, `"n":"`, `"n":"+`, 1) + "," + key + `]}`, ""},
		{"expires now", sign("exp", now), set, "it has expired, or does not say when it expires"},
		{"expires as a text", sign("exp", fmt.Sprint(now+1)), set, "it has expired, or does not say when it expires"},
		{"valid from now", sign("nbf", now, "iat", now), set, ""},
		{"valid a second later", sign("nbf", now+1), set, "nbf is in the future"},
		{"issued a second later", sign("iat", now+1), set, "iat is in the future"},
		{"a claim of numbers", sign("aud", []any{1, "other"}), set, `the claim aud is [1 other], and has none of ["shop"]`},
		{"a claim of numbers and the value", sign("aud", []any{1, "shop"}), set, ""},
	} {
		d.Keys = func(context.Context, string) ([]byte, error) { return []byte(c.set), nil }
		r := httptest.NewRequest("GET", "https://a.b/", nil)
		r.Header.Set("Authorization", c.authorization)
		result := send(t, d.LoadBalancers[0].Do, r)
		if !strings.HasSuffix(result.Reason, c.reason) || (c.reason == "") != (result.Reason == "") || (c.reason == "") != (result.StatusCode == 200) {
			t.Errorf("%s: %d %s, want %s", c.name, result.StatusCode, result.Reason, c.reason)
		}
	}
}

// TestArraysOfOtherFormats: a claim that is to be one string is not found in an array.
func TestArraysOfOtherFormats(t *testing.T) {
	d := deploy(t, loadBalancer, functionAndGroup(), listener("HTTPS", "HTTPS", 443, `"DefaultActions": [
		{"Type": "jwt-validation", "Order": 1, "JwtValidationConfig": {"Issuer": "i", "JwksEndpoint": "https://id.example/keys",
			"AdditionalClaims": [{"Format": "single-string", "Name": "aud", "Values": ["shop"]}]}},
		{"Type": "forward", "Order": 2, "TargetGroupArn": {"Ref": "Group"}}]`))
	d.Keys = func(context.Context, string) ([]byte, error) { return []byte(keySet(&signer.PublicKey)), nil }
	for status, aud := range map[int]any{200: "shop", 401: []string{"shop"}} {
		r := httptest.NewRequest("GET", "https://a.b/", nil)
		r.Header.Set("Authorization", "Bearer "+token(map[string]any{"alg": "RS256"}, map[string]any{"iss": "i", "exp": time.Now().Unix() + 60, "aud": aud}))
		if result := send(t, d.LoadBalancers[0].Do, r); result.StatusCode != status {
			t.Errorf("%v: %d %s, want %d", aud, result.StatusCode, result.Reason, status)
		}
	}
}
