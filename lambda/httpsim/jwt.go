package httpsim

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
)

// jwtValidation is an action that verifies a token before the rule's own action.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html
type jwtValidation struct {
	JWKSEndpoint     string
	Issuer           string
	AdditionalClaims []struct {
		Format, Name string
		Values       []string
	}
}

// What the page says of the keys: "Maximum response size: 150 KB", "Maximum number of keys: 10".
const (
	maxJWKS = 150 * 1024
	maxKeys = 10
)

// verify responds to a request whose token is not valid, or returns nil: "If the token is valid,
// the load balancer forwards the request with token as is to the target. Otherwise, it rejects the
// request". With which status, the page does not say: 401 is what HTTP has for it.
func (v *jwtValidation) verify(r *http.Request, keys func(context.Context, string) ([]byte, error), now time.Time) *Response {
	own := Endpoint{Kind: httpevent.ALB}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return own.own(r, http.StatusUnauthorized, "the request has no token: no header Authorization: Bearer")
	}
	set, err := keys(r.Context(), v.JWKSEndpoint)
	if err == nil {
		err = v.check(strings.TrimSpace(token), set, now)
	}
	if err != nil {
		return own.own(r, http.StatusUnauthorized, "the token is not valid: "+err.Error())
	}
	return nil
}

func (v *jwtValidation) check(token string, set []byte, now time.Time) error {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return errors.New("it does not have three parts")
	}
	head, payload, signature := parts[0], parts[1], parts[2]
	var header struct{ Alg, Kid string }
	var claims map[string]any
	if err := errors.Join(decodePart(head, &header), decodePart(payload, &claims)); err != nil {
		return err
	}
	if header.Alg != "RS256" {
		return fmt.Errorf("it is signed by %q, and only RS256 is supported", header.Alg)
	}
	if err := verifySignature(head+"."+payload, signature, header.Kid, set); err != nil {
		return err
	}
	return v.checkClaims(claims, now)
}

func decodePart(part string, into any) error {
	b, err := base64.RawURLEncoding.DecodeString(part)
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		return fmt.Errorf("a part of it is not JSON in base64url: %w", err)
	}
	return nil
}

// verifySignature verifies a signature of RSASSA-PKCS1-v1_5 and SHA-256 by the key that the token
// names, or by any if it names none.
func verifySignature(signed, signature, kid string, set []byte) error {
	var keys struct {
		Keys []struct{ Kty, Kid, N, E string }
	}
	switch {
	case len(set) > maxJWKS:
		return fmt.Errorf("the key set is %d bytes, over the limit of %d", len(set), maxJWKS)
	case json.Unmarshal(set, &keys) != nil:
		return errors.New("the key set is not one of JSON Web Keys")
	case len(keys.Keys) > maxKeys:
		return fmt.Errorf("the key set has %d keys, over the limit of %d", len(keys.Keys), maxKeys)
	}
	b, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil {
		return errors.New("its signature is not base64url")
	}
	sum := sha256.Sum256([]byte(signed))
	known := false
	for _, key := range keys.Keys {
		if key.Kty != "RSA" || kid != "" && key.Kid != kid {
			continue
		}
		known = true
		n, errN := base64.RawURLEncoding.DecodeString(key.N)
		e, errE := base64.RawURLEncoding.DecodeString(key.E)
		if errN != nil || errE != nil || len(e) > 4 {
			continue
		}
		public := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
		if rsa.VerifyPKCS1v15(public, crypto.SHA256, sum[:], b) == nil {
			return nil
		}
	}
	if !known {
		return fmt.Errorf("the key set has no RSA key %q", kid)
	}
	return errors.New("its signature does not match")
}

// checkClaims: "two mandatory claims: 'iss' (issuer) and 'exp' (expiration). Additionally, if
// present in the token, ALB will also validate 'nbf' (not before) and 'iat'".
func (v *jwtValidation) checkClaims(claims map[string]any, now time.Time) error {
	if claims["iss"] != v.Issuer {
		return fmt.Errorf("its issuer is %v, and not %q", claims["iss"], v.Issuer)
	}
	seconds := float64(now.Unix())
	if exp, ok := claims["exp"].(float64); !ok || exp <= seconds {
		return errors.New("it has expired, or does not say when it expires")
	}
	for _, name := range []string{"nbf", "iat"} {
		if at, ok := claims[name].(float64); claims[name] != nil && (!ok || at > seconds) {
			return fmt.Errorf("%s is in the future", name)
		}
	}
	for _, c := range v.AdditionalClaims {
		var got []string
		switch value := claims[c.Name].(type) {
		case string:
			got = []string{value}
			if c.Format == "space-separated-values" {
				got = strings.Fields(value)
			}
		case []any:
			for _, item := range value {
				if text, ok := item.(string); ok && c.Format == "string-array" {
					got = append(got, text)
				}
			}
		}
		// One of the values is enough; the page does not say so.
		if !slices.ContainsFunc(got, func(s string) bool { return slices.Contains(c.Values, s) }) {
			return fmt.Errorf("the claim %s is %v, and has none of %q", c.Name, claims[c.Name], c.Values)
		}
	}
	return nil
}
