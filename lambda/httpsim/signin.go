package httpsim

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
)

// User is somebody who has signed in with the identity provider of an authenticate-oidc or
// authenticate-cognito action. The provider itself is not simulated.
type User struct {
	// Subject is the user's id at the provider: the header x-amzn-oidc-identity. Required.
	Subject string
	// Claims are what the provider says of the user, besides sub. Default: nothing.
	Claims map[string]any
	// AccessToken is the header x-amzn-oidc-accesstoken. Default: "access-token".
	AccessToken string
}

// signIn is an action that signs users in before the rule's own action.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
type signIn struct {
	Issuer, AuthorizationEndpoint, ClientID       string // of an OIDC provider
	UserPoolARN, UserPoolClientID, UserPoolDomain string // of Cognito
	Scope, OnUnauthenticatedRequest               string
}

// client is the provider's issuer, where users sign in, and the load balancer's id there.
func (s *signIn) client() (issuer, authorize, id string) {
	if s.UserPoolARN == "" {
		return s.Issuer, s.AuthorizationEndpoint, s.ClientID
	}
	region, pool := "us-east-1", s.UserPoolARN[strings.LastIndexByte(s.UserPoolARN, '/')+1:]
	if parts := strings.Split(s.UserPoolARN, ":"); len(parts) > 3 {
		region = parts[3]
	}
	domain := s.UserPoolDomain
	if !strings.Contains(domain, ".") {
		domain += ".auth." + region + ".amazoncognito.com"
	}
	return fmt.Sprintf("https://cognito-idp.%s.amazonaws.com/%s", region, pool), "https://" + domain + "/oauth2/authorize", s.UserPoolClientID
}

// authenticate returns the request as the targets get it, or the response to somebody who has not
// signed in: "deny", "allow", or "authenticate", which is the default. What a client sends under
// the names of the load balancer's own headers is removed; AWS's page does not say so.
func (s *signIn) authenticate(r *http.Request, l *Listener) (*http.Request, *Response) {
	clone := *r
	clone.Header = r.Header.Clone()
	for _, name := range []string{"X-Amzn-Oidc-Accesstoken", "X-Amzn-Oidc-Identity", "X-Amzn-Oidc-Data"} {
		clone.Header.Del(name)
	}
	user := l.deployment.User
	if user == nil {
		return &clone, s.unauthenticated(r)
	}
	clone.Header.Set("X-Amzn-Oidc-Accesstoken", cmp.Or(user.AccessToken, "access-token"))
	clone.Header.Set("X-Amzn-Oidc-Identity", user.Subject)
	clone.Header.Set("X-Amzn-Oidc-Data", s.claims(user, l, time.Now()))
	return &clone, nil
}

func (s *signIn) unauthenticated(r *http.Request) *Response {
	own := Endpoint{Kind: httpevent.ALB}
	switch s.OnUnauthenticatedRequest {
	case "allow":
		return nil
	case "deny":
		return own.own(r, http.StatusUnauthorized, "nobody has signed in, and the action denies such requests")
	}
	_, authorize, id := s.client()
	state := sha256.Sum256([]byte(r.URL.RequestURI()))
	query := url.Values{
		"client_id": {id}, "redirect_uri": {"https://" + r.Host + "/oauth2/idpresponse"}, "response_type": {"code"},
		"scope": {cmp.Or(s.Scope, "openid")}, "state": {base64.RawURLEncoding.EncodeToString(state[:])},
	}
	response := own.own(r, http.StatusFound, "nobody has signed in; the identity provider is not simulated")
	response.Header.Set("Location", authorize+"?"+query.Encode())
	return response
}

// claims is the header x-amzn-oidc-data: "The user claims, in JSON web tokens (JWT) format", signed
// by ES256, with a header of its own and base64url whose padding is kept.
func (s *signIn) claims(user *User, l *Listener, now time.Time) string {
	issuer, _, client := s.client()
	payload := map[string]any{"sub": user.Subject, "iss": issuer, "exp": now.Add(2 * time.Minute).Unix()}
	maps.Copy(payload, user.Claims)
	header := object{
		{"typ", "JWT"}, {"kid", signerID}, {"alg", "ES256"}, {"iss", issuer}, {"client", client}, {"signer", l.LoadBalancer.arn},
		{"exp", now.Add(2 * time.Minute).Unix()},
	}
	signed := base64.URLEncoding.EncodeToString(header.json()) + "." + base64.URLEncoding.EncodeToString(encode(payload))
	sum := sha256.Sum256([]byte(signed))
	x, y, err := ecdsa.Sign(rand.Reader, l.deployment.signer(), sum[:])
	if err != nil {
		panic("httpsim: " + err.Error()) // the reader never fails
	}
	signature := make([]byte, 64)
	x.FillBytes(signature[:32])
	y.FillBytes(signature[32:])
	return signed + "." + base64.URLEncoding.EncodeToString(signature)
}

// signerID is the id of the key, that of AWS's page.
const signerID = "12345678-1234-1234-1234-123456789012"

// signer is the key of this deployment.
func (d *Deployment) signer() *ecdsa.PrivateKey {
	d.signerOnce.Do(func() {
		d.signerKey, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader) // the reader never fails
	})
	return d.signerKey
}

// UserKey is the public key that x-amzn-oidc-data is signed by. AWS has it at
// https://public-keys.auth.elb.<region>.amazonaws.com/<kid>.
func (d *Deployment) UserKey() *ecdsa.PublicKey { return &d.signer().PublicKey }
