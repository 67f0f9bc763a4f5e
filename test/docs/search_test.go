package docs

import (
	"regexp"
	"strings"
	"testing"

	"example.com/alb-lambda/test/internal/document"
)

// searches are the words that somebody who knows AWS or CDK types into the search of the page, and
// the heading that one of the finds is to be under.
var searches = []struct{ page, heading, words string }{
	{page, "Internal load balancer", "internal"},
	{page, "IPv6 and dual stack", "IPv6, dual-stack"},
	{page, "Existing security group", "security group"},
	{page, "AWS WAF", "WAF, web ACL, fail open"},
	{page, "Capacity reservation", "LCU, pre-warm, reservation"},
	{page, "Public IPv4 addresses of your own (BYOIP)", "BYOIP, IPAM"},
	{page, "HTTPS with certificates of ACM", "ACM, certificate, SNI"},
	{page, "HTTPS with a custom domain", "custom domain, Route 53, alias record, hosted zone"},
	{page, "HTTP without the redirect to HTTPS", "redirect"},
	{page, "TLS policy", "TLS policy, security policy, cipher, post-quantum"},
	{page, "Mutual TLS, verified", "mTLS, trust store, client certificate"},
	{page, "Trust store and revocation list", "CRL, revocation, CA certificate"},
	{page, "Default action: a fixed response", "fixed response, 404, default action"},
	{page, "Idle timeout", "idle timeout"},
	{page, "Client keep-alive", "keep-alive"},
	{page, "HTTP/2 off", "HTTP/2"},
	{page, "Deletion protection", "deletion protection"},
	{page, "Desync mitigation", "desync, smuggling"},
	{page, "Host header preserved", "host header"},
	{page, "X-Forwarded-For", "X-Forwarded-For, client's IP"},
	{page, "Any other attribute", "attributes, zonal shift"},
	{page, "Access logs", "access logs"},
	{page, "Connection logs and health check logs", "connection logs, health check logs"},
	{page, "Security headers", "security headers, CSP, content security policy, X-Frame-Options"},
	{page, "HSTS", "HSTS, Strict Transport Security"},
	{page, "CORS headers", "CORS, cross-origin"},
	{page, "A path and everything below it", "path"},
	{page, "Host header", "host-based routing, wildcard"},
	{page, "HTTP header", "header"},
	{page, "HTTP methods", "method"},
	{page, "Query string", "query string"},
	{page, "Source IP", "source IP, CIDR, allow list"},
	{page, "Regular expressions", "regex, regular expression"},
	{page, "Rule priority", "priority"},
	{page, "Path prefix removed", "prefix"},
	{page, "Path rewrite", "rewrite"},
	{page, "Redirect", "redirect, 301, 302"},
	{page, "Multi-value headers", "multi-value, cookies"},
	{page, "Weighted targets", "weighted, canary, blue/green, traffic"},
	{page, "Stickiness", "sticky, stickiness, cookie"},
	{page, "Health check", "health check"},
	{page, "Other targets: IP, instances, Fargate", "Fargate, ECS, EC2, IP"},
	{page, "A route from another stack", "shared load balancer"},
	{page, "Another listener", "listener, port"},
	{page, "Existing listener", "existing listener"},
	{page, "Existing load balancer", "existing load balancer"},
	{page, "OpenID Connect (OIDC)", "OIDC, OpenID, sign in, Okta, Auth0"},
	{page, "Amazon Cognito", "Cognito, user pool"},
	{page, "JWT", "JWT, bearer, token"},
	{page, "Network", "NAT, VPC, subnet"},
	{page, "Number of availability zones", "availability zone"},
	{page, "Existing VPC", "existing VPC"},
	{page, "Flow logs", "flow logs"},
	{page, "Memory and timeout", "memory, timeout"},
	{page, "Architecture: x86 or ARM", "ARM, arm64, Graviton, x86"},
	{page, "Environment variables", "environment variable, secrets"},
	{page, "Ephemeral storage in /tmp", "ephemeral storage, /tmp"},
	{page, "Reserved concurrency", "reserved concurrency"},
	{page, "X-Ray tracing", "X-Ray, tracing"},
	{page, "Versions and alias", "alias, version, rollback"},
	{page, "Function in a VPC", "VPC, private subnet"},
	{page, "Retries, dead-letter queue and destinations", "dead-letter queue, retry, destination, asynchronous"},
	{page, "Other properties of the function", "layers, EFS, KMS, code signing"},
	{page, "Log retention", "retention"},
	{page, "START, END and REPORT lines", "REPORT"},
	{page, "Log level", "log level"},
	{page, "Provisioned concurrency", "provisioned concurrency, cold start"},
	{page, "Provisioned concurrency with auto scaling", "auto scaling"},
	{page, "Function URL", "function URL"},
	{page, "Public function URL with response streaming", "streaming"},
	{page, "Rollout", "rollback, CodeDeploy, blue/green"},
	{page, "Canary deployment", "canary"},
	{page, "Linear deployment", "linear"},
	{page, "Hook before traffic", "hook, pre-traffic"},
	{page, "Log bucket", "bucket, encrypted"},
	{page, "Expiration", "lifecycle, expir"},
	{page, "Storage classes", "storage class, transition"},
	{page, "Access logs in Athena", "Athena, SQL"},
	{page, "Throttling and rate limit", "throttl, rate limit, burst, 429"},
	{page, "Timeout over 29 seconds", "29 seconds"},
	{page, "Response streaming", "stream"},
	{page, "Binary media types", "binary, base64"},
	{page, "Custom domain", "custom domain"},
	{page, "Custom domain with a base path", "base path"},
	{page, "Edge-optimized endpoint", "edge-optimized, CloudFront"},
	{page, "Private API", "private API, PrivateLink, interface endpoint"},
	{page, "Resource policy", "resource policy"},
	{page, "API keys, usage plans and authorizers", "API key, usage plan, authorizer, x-api-key"},
	{page, "CORS", "CORS, preflight"},
	{page, "Gateway response for 5xx", "gateway response"},
	{page, "Monitoring", "dashboard, alarm, CloudWatch"},
	{page, "Alarms by email", "SNS, email"},
	{page, "Alarms to an SNS topic", "SNS, Slack, PagerDuty"},
	{page, "Composite alarm", "composite alarm"},
	{page, "Anomaly detection", "anomaly detection"},
	{page, "The main of an app", "main, cdk synth, cache, policy as code, Guard"},
	{readmePage, "Try it on your machine", "make local, make serve, make compare, make test, emulator, Docker"},
	{readmePage, "Deploy it to AWS", "cdk bootstrap, cdk deploy, cdk diff, cdk destroy, GitHub, region, cost"},
	{readmePage, "Deploy it to AWS", "settings, stage, domain, HTTPS, VPC, WAF, protection, monitoring, concurrency"},
	{readmePage, "Use a construct in your own app", "http.Handler, HTTP API, function URL, VPC Lattice, REST API, rollout, canary, Athena, go test, memory"},
	{readmePage, "Status", "Go, CDK, Node.js, macOS, Windows"},
}

const readmePage = "README.md"

// TestSearches types each word into the search of its page, and looks under the heading.
func TestSearches(t *testing.T) {
	texts := map[string]map[string]string{page: underHeadings(t, page), readmePage: underHeadings(t, readmePage)}
	for _, search := range searches {
		text, ok := texts[search.page][search.heading]
		if !ok {
			t.Errorf("%s has no heading %q", search.page, search.heading)
			continue
		}
		for word := range strings.SplitSeq(search.words, ", ") {
			if !strings.Contains(text, strings.ToLower(word)) {
				t.Errorf("%s: who searches for %q does not find it under %q", search.page, word, search.heading)
			}
		}
	}
	if len(searches) < 90 {
		t.Errorf("only %d searches", len(searches))
	}
}

// underHeadings are the headings of a page, each with the prose below it, in lower case.
func underHeadings(t *testing.T, name string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	prose := document.Prose(read(t, name))
	if name == readmePage {
		prose = read(t, name) // its commands are what somebody looks for
	}
	for _, part := range regexp.MustCompile(`(?m)^#{2,3} `).Split(prose, -1)[1:] {
		title, _, _ := strings.Cut(part, "\n")
		texts[title] = strings.ToLower(strings.Join(strings.Fields(part), " "))
	}
	return texts
}
