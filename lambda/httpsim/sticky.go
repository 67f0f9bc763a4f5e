package httpsim

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"time"
)

// The cookies of a forward action with stickiness: "the load balancer generates a cookie named
// AWSALBTG"; the second one is for cross-origin requests, with "SameSite=None; Secure". Their
// content is encrypted; here it is a digest of the target group.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html
const (
	stickyCookie     = "AWSALBTG"
	stickyCookieCORS = "AWSALBTGCORS"
)

// choose returns the target group that a request goes to, and the cookies that keep the client with
// it. Nil is none: all weights are 0.
func (r *Rule) choose(request *http.Request, choose func(total int) int) (*TargetGroup, []string) {
	if len(r.Targets) == 1 {
		return r.Targets[0].Group, nil
	}
	if r.Stickiness > 0 {
		for _, name := range []string{stickyCookie, stickyCookieCORS} {
			for _, cookie := range request.CookiesNamed(name) {
				for _, t := range r.Targets {
					if cookie.Value == t.Group.sticky(r) {
						return t.Group, r.cookies(t.Group)
					}
				}
			}
		}
	}
	total := 0
	for _, t := range r.Targets {
		total += t.Weight
	}
	if total == 0 {
		return nil, nil
	}
	n := choose(total)
	for _, t := range r.Targets {
		if n < t.Weight {
			return t.Group, r.cookies(t.Group)
		}
		n -= t.Weight
	}
	return nil, nil
}

func (r *Rule) cookies(g *TargetGroup) []string {
	if r.Stickiness == 0 {
		return nil
	}
	value, expires := g.sticky(r), time.Now().Add(r.Stickiness).UTC().Format(http.TimeFormat)
	return []string{
		fmt.Sprintf("%s=%s; Expires=%s; Path=/", stickyCookie, value, expires),
		fmt.Sprintf("%s=%s; Expires=%s; Path=/; SameSite=None; Secure", stickyCookieCORS, value, expires),
	}
}

// sticky is the value of the cookie for a target group of a rule.
func (g *TargetGroup) sticky(r *Rule) string {
	sum := sha256.Sum256([]byte(r.Name + "\x00" + g.ARN))
	return base64.RawStdEncoding.EncodeToString(sum[:])
}
