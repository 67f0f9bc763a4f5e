package httpsim_test

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

func signInRule(id string, priority int, action string) string {
	return fmt.Sprintf(`, %q: {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": %d,
		"Conditions": [{"Field": "path-pattern", "Values": ["/%s"]}], "Actions": [%s, {"Type": "forward", "Order": 2, "TargetGroupArn": {"Ref": "Group"}}]}}`, id, priority, id, action)
}

func oidc(unauthenticated string) string {
	return `{"Type": "authenticate-oidc", "Order": 1, "AuthenticateOidcConfig": {"Issuer": "https://id.example", "AuthorizationEndpoint": "https://id.example/authorize",
		"ClientId": "shop"` + unauthenticated + `}}`
}

func TestSignIn(t *testing.T) {
	d, lb := one(t, "HTTPS", 443, "", "", signInRule("default", 1, oidc(""))+signInRule("deny", 2, oidc(`, "OnUnauthenticatedRequest": "deny"`))+
		signInRule("allow", 3, oidc(`, "OnUnauthenticatedRequest": "allow"`))+
		signInRule("cognito", 4, `{"Type": "authenticate-cognito", "Order": 1, "AuthenticateCognitoConfig": {"UserPoolArn": "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_x",
			"UserPoolClientId": "shop", "UserPoolDomain": "my-shop", "Scope": "openid email"}}`))
	if len(d.NotSimulated) > 0 {
		t.Errorf("%q", d.NotSimulated)
	}
	send := func(path string) *httpsim.Result {
		t.Helper()
		r := httptest.NewRequest("GET", "https://a.b"+path, nil)
		for _, name := range []string{"X-Amzn-Oidc-Identity", "X-Amzn-Oidc-Accesstoken", "X-Amzn-Oidc-Data"} {
			r.Header.Set(name, "forged")
		}
		result, err := lb.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Header) != 3 || r.Header.Get("X-Amzn-Oidc-Identity") != "forged" {
			t.Errorf("%s: the request has %v", path, r.Header)
		}
		if strings.Contains(string(result.Event), "forged") {
			t.Errorf("%s: %s", path, result.Event)
		}
		return result
	}
	for path, status := range map[string]int{"/default": 302, "/deny": 401, "/allow": 200, "/cognito": 302} {
		if result := send(path); result.StatusCode != status || (result.Reason == "") != (status == 200) {
			t.Errorf("%s without a user: %d %s", path, result.StatusCode, result.Reason)
		}
	}
	for path, want := range map[string]string{
		"/default": "https://id.example/authorize?client_id=shop&redirect_uri=https%3A%2F%2Fa.b%2Foauth2%2Fidpresponse&response_type=code&scope=openid&state=",
		"/cognito": "https://my-shop.auth.eu-west-1.amazoncognito.com/oauth2/authorize?client_id=shop&redirect_uri=https%3A%2F%2Fa.b%2Foauth2%2Fidpresponse&response_type=code&scope=openid+email&state=",
	} {
		location := send(path).Header.Get("Location")
		if _, err := url.Parse(location); err != nil || !strings.HasPrefix(location, want) {
			t.Errorf("%s leads to %s, want %s", path, location, want)
		}
	}

	d.User = &httpsim.User{Subject: "alice", Claims: map[string]any{"email": "alice@example.com"}}
	for path, issuer := range map[string]string{"/default": "https://id.example", "/deny": "https://id.example", "/allow": "https://id.example",
		"/cognito": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x"} {
		result := send(path)
		var event struct{ Headers map[string]string }
		if err := json.Unmarshal(result.Event, &event); err != nil || result.StatusCode != 200 {
			t.Fatalf("%s: %d, %v", path, result.StatusCode, err)
		}
		if event.Headers["x-amzn-oidc-identity"] != "alice" || event.Headers["x-amzn-oidc-accesstoken"] != "access-token" {
			t.Errorf("%s: %v", path, event.Headers)
		}
		parts := strings.Split(event.Headers["x-amzn-oidc-data"], ".")
		if len(parts) != 3 {
			t.Fatalf("%s: %q", path, parts)
		}
		decoded := make([][]byte, 3)
		for i, part := range parts {
			var err error
			if decoded[i], err = base64.URLEncoding.DecodeString(part); err != nil { // with padding
				t.Fatal(err)
			}
		}
		var header, claims map[string]any
		if json.Unmarshal(decoded[0], &header) != nil || json.Unmarshal(decoded[1], &claims) != nil {
			t.Fatalf("%s %s", decoded[0], decoded[1])
		}
		if exp, _ := claims["exp"].(float64); exp <= float64(time.Now().Unix()) || header["exp"] != exp || header["typ"] != "JWT" || header["kid"] == "" {
			t.Errorf("%s: %v %v", path, header, claims)
		}
		if header["alg"] != "ES256" || header["iss"] != issuer || header["client"] != "shop" || !strings.Contains(header["signer"].(string), ":loadbalancer/app/") ||
			claims["sub"] != "alice" || claims["email"] != "alice@example.com" || claims["iss"] != issuer {
			t.Errorf("%s: %v %v", path, header, claims)
		}
		if len(decoded[2]) != 64 {
			t.Errorf("%s: the signature has %d bytes", path, len(decoded[2]))
		}
		sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
		if !ecdsa.Verify(d.UserKey(), sum[:], new(big.Int).SetBytes(decoded[2][:32]), new(big.Int).SetBytes(decoded[2][32:])) {
			t.Errorf("%s: the signature does not match", path)
		}
	}
}
