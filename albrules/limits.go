package albrules

// Quotas of a rule and of a load balancer. Only MaxRules can be raised.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
const (
	// MaxConditionValues is the number of values in all conditions of a rule.
	MaxConditionValues = 5
	// MaxWildcards is the number of * and ? in all conditions of a rule.
	MaxWildcards = 6
	// MaxRules is the default quota of rules on a load balancer, over all of its listeners; default
	// rules are not counted.
	MaxRules = 100
	// MaxTargetGroups is the number of target groups on a load balancer.
	MaxTargetGroups = 100
	// MaxForwardGroups is the number of target groups in one forward action.
	MaxForwardGroups = 5
)

// Priorities of rules. The lowest is evaluated first.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
const (
	MinPriority = 1
	MaxPriority = 50000
)

// Lengths, in characters.
const (
	// MaxPattern is the length of a path, a host, a header value, a query key or value, and of a
	// regular expression in a condition.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
	MaxPattern = 128
	// MaxHeaderName is the length of a header's name in a condition.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html
	MaxHeaderName = 40
	// MaxMethod is the length of a method in a condition.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpRequestMethodConditionConfig.html
	MaxMethod = 40
	// MaxRewrite is the length of the regular expression and of the replacement of a transform.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RewriteConfig.html
	MaxRewrite = 1024
	// MaxRedirectPart is the length of the host, the path and the query of a redirect.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html
	MaxRedirectPart = 128
	// MaxFixedBody is the length of a fixed response's body.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html
	MaxFixedBody = 1024
	// MaxHealthCheckPath is the length of a health check's path.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
	MaxHealthCheckPath = 1024
)

// Ports of listeners and redirects.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
const (
	MinPort = 1
	MaxPort = 65535
)

// Status codes that a health check of an Application Load Balancer can expect.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
const (
	MinSuccessCode = 200
	MaxSuccessCode = 499
)
