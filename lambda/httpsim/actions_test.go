package httpsim_test

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

// TestFixedResponses: status, type and body are those of the action, of a rule and by default. A
// body whose type the action leaves out is a text, and a response without a body has no type.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html
func TestFixedResponses(t *testing.T) {
	for _, c := range []struct {
		config            string
		status            int
		contentType, body string
	}{
		{`"StatusCode": "404", "ContentType": "application/json", "MessageBody": "{}"`, 404, "application/json", "{}"},
		{`"StatusCode": 503, "MessageBody": "down"`, 503, "text/plain", "down"},
		{`"StatusCode": "200"`, 200, "", ""},
		{`"StatusCode": "200", "ContentType": "text/html"`, 200, "", ""},
	} {
		action := fmt.Sprintf(`{"Type": "fixed-response", "FixedResponseConfig": {%s}}`, c.config)
		d := deploy(t, loadBalancer, listener("ByDefault", "HTTP", 80, `"DefaultActions": [`+action+`]`), listener("ByRule", "HTTP", 81),
			ruleOf("Rule", `{"Ref": "ByRule"}`, 1, `{"Field": "path-pattern", "Values": ["/"]}`, action))
		for _, port := range []int{80, 81} {
			result := send(t, d.LoadBalancers[0].Do, httptest.NewRequest("GET", fmt.Sprintf("http://a.b:%d/", port), nil))
			body, err := io.ReadAll(result.Body)
			if err != nil {
				t.Fatal(err)
			}
			if result.StatusCode != c.status || result.Header.Get("Content-Type") != c.contentType || string(body) != c.body {
				t.Errorf("%s on %d: %d %v %q", c.config, port, result.StatusCode, result.Header, body)
			}
		}
	}
}

// TestForwardActions: a target group whose weight is left out has the weight 1, and an action with
// one target group names it in either place.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html
func TestForwardActions(t *testing.T) {
	for _, c := range []struct {
		action string
		want   []int // weights
		sticky float64
	}{
		{`"TargetGroupArn": {"Ref": "Group"}`, []int{1}, 0},
		{`"TargetGroupArn": {"Ref": "Group"}, "ForwardConfig": {"TargetGroupStickinessConfig": {"Enabled": false}}`, []int{1}, 0},
		{`"ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "Group"}}]}`, []int{1}, 0},
		{`"ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "Group"}}, {"TargetGroupArn": {"Ref": "Other"}, "Weight": "3"}],
			"TargetGroupStickinessConfig": {"Enabled": "true", "DurationSeconds": "60"}}`, []int{1, 3}, 60},
		{`"ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "Group"}}, {"TargetGroupArn": {"Ref": "Other"}, "Weight": 0}],
			"TargetGroupStickinessConfig": {"Enabled": false, "DurationSeconds": 60}}`, []int{1, 0}, 0},
	} {
		d := deploy(t, loadBalancer, functionAndGroup(), group("Other", `{"Fn::GetAtt": ["Orders", "Arn"]}`),
			listener("HTTP", "HTTP", 80, `"DefaultActions": [{"Type": "forward", `+c.action+`}]`))
		rule := d.LoadBalancers[0].Listeners[0].Rules[0]
		var weights []int
		for i, target := range rule.Targets {
			weights = append(weights, target.Weight)
			if want := []string{"group", "other"}[i]; target.Group.Name != want {
				t.Errorf("%s: target group %d is %s, want %s", c.action, i, target.Group.Name, want)
			}
		}
		if fmt.Sprint(weights) != fmt.Sprint(c.want) || rule.Stickiness.Seconds() != c.sticky {
			t.Errorf("%s: weights %v, sticky for %s", c.action, weights, rule.Stickiness)
		}
		total := 0
		for _, weight := range c.want {
			total += weight
		}
		d.Choose = func(of int) int {
			if of != total {
				t.Errorf("%s: the weights are %d in all, want %d", c.action, of, total)
			}
			return 0
		}
		if result := send(t, d.LoadBalancers[0].Do, httptest.NewRequest("GET", "/", nil)); result.TargetGroup.Name != "group" {
			t.Errorf("%s: the request went to %s", c.action, result.TargetGroup.Name)
		}
	}
}

// TestStickinessIsRenewed: a client that comes back gets the cookies again, with a new expiry, as
// load balancers send them; a rule without stickiness looks at no cookie and sends none.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html
func TestStickinessIsRenewed(t *testing.T) {
	d, lb := loadShop(t)
	weighted := func(total int, cookie string) *httpsim.Result {
		d.Choose = func(int) int { return total }
		r := httptest.NewRequest("GET", "https://a.b/weighted", nil)
		if cookie != "" {
			r.Header.Set("Cookie", cookie)
		}
		return send(t, lb.Do, r)
	}
	first := weighted(95, "")
	cookie := first.Cookies()[0].Name + "=" + first.Cookies()[0].Value
	if again := weighted(0, cookie); again.TargetGroup != first.TargetGroup || len(again.Cookies()) != 2 || again.Cookies()[0].Value != first.Cookies()[0].Value {
		t.Errorf("with the cookie, the request went to %s with %v", again.TargetGroup.Name, again.Cookies())
	}
	first.Rule.Stickiness = 0
	if off := weighted(0, cookie); off.TargetGroup == first.TargetGroup || len(off.Cookies()) != 0 {
		t.Errorf("without stickiness, the request went to %s with %v", off.TargetGroup.Name, off.Cookies())
	}
}

// TestTargetGroupsWithoutAFunction: their requests get what AWS responds, or a 501 where that is
// not simulated.
func TestTargetGroupsWithoutAFunction(t *testing.T) {
	const elsewhere = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/elsewhere/1111111111111111"
	const lambda = "arn:aws:lambda:us-east-1:123456789012:function:elsewhere"
	for _, c := range []struct {
		group, to    string
		status       int
		reason, said string
	}{
		{`"TargetType": "lambda"`, `{"Ref": "Group"}`, 503, "the target group shop/Group has no target", ""},
		{`"TargetType": "lambda", "Targets": []`, `{"Ref": "Group"}`, 503, "the target group shop/Group has no target", ""},
		{`"TargetType": "lambda", "Targets": [{"Id": "` + lambda + `"}]`, `{"Ref": "Group"}`, 501,
			"not simulated: shop/Group: its function " + lambda + " is not in the templates", "shop/Group: its function " + lambda + " is not in the templates"},
		{`"Port": 80`, `{"Ref": "Group"}`, 501, "not simulated: shop/Group: targets of the type instance are not simulated", "shop/Group: targets of the type instance are not simulated"},
		{`"TargetType": "ip", "Targets": [{"Id": "10.0.0.1"}], "HealthCheckEnabled": true`, `{"Ref": "Group"}`, 501,
			"not simulated: shop/Group: targets of the type ip are not simulated", "shop/Group: targets of the type ip are not simulated"},
		{`"TargetType": "lambda"`, `"` + elsewhere + `"`, 501,
			"not simulated: " + elsewhere + ": targets of the type unknown are not simulated", "shop/HTTP: the target group " + elsewhere + " is not in the templates"},
	} {
		d := deploy(t, loadBalancer, resource("Group", elb+"TargetGroup", c.group), listener("HTTP", "HTTP", 80, `"DefaultActions": [{"Type": "forward", "TargetGroupArn": `+c.to+`}]`))
		result := send(t, d.LoadBalancers[0].Do, httptest.NewRequest("GET", "/", nil))
		if result.StatusCode != c.status || result.Reason != c.reason || (c.said == "") != (len(d.NotSimulated) == 0) || c.said != "" && d.NotSimulated[0] != c.said {
			t.Errorf("%s: %d %q, %q", c.group, result.StatusCode, result.Reason, d.NotSimulated)
		}
		if result.TargetGroup.HealthCheck != nil {
			t.Errorf("%s: it has a health check of a function", c.group)
		}
	}
}

// TestPassedOverRules are named by their place in the listener, whatever kept them from matching.
func TestPassedOverRules(t *testing.T) {
	path := func(pattern string) string { return fmt.Sprintf(`{"Field": "path-pattern", "Values": [%q]}`, pattern) }
	const action = `{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}`
	d := deploy(t, loadBalancer, listener("HTTP", "HTTP", 80),
		ruleOf("Second", `{"Ref": "HTTP"}`, 2, path("/a*")+","+path("*b"), action), ruleOf("Fourth", `{"Ref": "HTTP"}`, 40, path("/none"), action),
		ruleOf("First", `{"Ref": "HTTP"}`, 1, path("/x"), action), ruleOf("Third", `{"Ref": "HTTP"}`, 3, path("/a*")+","+path("*d"), action))
	for url, want := range map[string]string{
		"/x":     "shop/First",
		"/a/b":   "0 shop/First, shop/Second",
		"/a/d":   "0 shop/First, 1 shop/Second, shop/Third",
		"/a/c":   "0 shop/First, 1 shop/Second, 2 shop/Third, 3 shop/Fourth, default action",
		"/other": "0 shop/First, 1 shop/Second, 2 shop/Third, 3 shop/Fourth, default action",
	} {
		result := send(t, d.LoadBalancers[0].Do, httptest.NewRequest("GET", url, nil))
		got := ""
		for _, p := range result.PassedOver {
			got += fmt.Sprintf("%d %s, ", p.Rule, p.Name)
			if result.Listener.Rules[p.Rule].Name != p.Name || p.Failure == nil {
				t.Errorf("%s: %+v", url, p)
			}
		}
		if got += result.Rule.Name; got != want {
			t.Errorf("%s: %s, want %s", url, got, want)
		}
	}
}

// TestActionsInOrder: a token that is not valid ends the request before anybody has to sign in, and
// where an action is not simulated nothing else of the rule is done.
func TestActionsInOrder(t *testing.T) {
	const jwt = `{"Type": "jwt-validation", "Order": 1, "JwtValidationConfig": {"Issuer": "i", "JwksEndpoint": "https://id.example/keys"}}`
	const forward = `{"Type": "forward", "Order": 9, "TargetGroupArn": {"Ref": "Group"}}`
	for actions, status := range map[string]int{
		jwt + "," + forward: 401, oidc("") + "," + forward: 302, jwt + "," + oidc("") + "," + forward: 401,
		jwt + `, {"Type": "weird"}`: 501, oidc("") + `, {"Type": "weird"}`: 501,
	} {
		d := deploy(t, loadBalancer, functionAndGroup(), listener("HTTPS", "HTTPS", 443, `"DefaultActions": [`+actions+`]`))
		d.Keys = func(context.Context, string) ([]byte, error) { return []byte(keySet(&signer.PublicKey)), nil }
		if result := send(t, d.LoadBalancers[0].Do, httptest.NewRequest("GET", "https://a.b/", nil)); result.StatusCode != status {
			t.Errorf("%s: %d %s, want %d", actions, result.StatusCode, result.Reason, status)
		}
	}
}
