package lambdaalb

import (
	"fmt"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/fault"
)

const quotaFix = "put routes on another load balancer, or have the quota raised and set RuleQuota"

// checkQuota of the props.
func checkQuota(quota int, faults *fault.List) {
	if quota != 0 && quota < albrules.MaxRules {
		faults.Add("RuleQuota", fmt.Sprintf("%d is under AWS's own %d", quota, albrules.MaxRules), "leave it out, or give the quota that AWS has raised for the account")
	}
}

// addRule counts a rule against the quota of the load balancer, over all of its listeners.
func (b *loadBalancer) addRule(undo *undo, field string, faults *fault.List) {
	if b.rules >= b.quota {
		faults.Add(field, fmt.Sprintf("it is rule %d on its load balancer, over the limit of %d", b.rules+1, b.quota), quotaFix)
		return
	}
	b.rules++
	undo.add(func() { b.rules-- })
}
