package platform

import "example.com/alb-lambda/test/aws/internal/names"

// Cannot has what MiniStack does without checking, or has none of.
func (e *Emulator) Cannot() map[string]string {
	return map[string]string{
		names.StepPermission: "MiniStack 1.5.33 checks no permission of a function when a target is registered",
		names.StepProtection: "MiniStack 1.5.33 deletes a load balancer despite its deletion protection",
		names.StepCanary:     "MiniStack 1.5.33 has no CodeDeploy that shifts an alias",
		names.StepRollback:   "MiniStack 1.5.33 has no CodeDeploy that shifts an alias",
		names.StepLogs:       "MiniStack 1.5.33 delivers no logs",
	}
}

// Cannot has what needs an account.
func (f *Fronts) Cannot() map[string]string {
	const deployed = "local/serve serves templates: nothing is deployed"
	return map[string]string{
		names.StepCertificate: "local/serve issues the certificates of its listeners",
		names.StepDiff:        deployed,
		names.StepPermission:  "local/serve checks no permission",
		names.StepProtection:  deployed,
		names.StepCanary:      "local/serve has no CodeDeploy",
		names.StepRollback:    "local/serve has no CodeDeploy",
		names.StepLogs:        "local/serve writes access logs to a file, and delivers none",
		names.StepDiffAfter:   deployed,
		names.StepDestroy:     deployed,
		names.StepNothingLeft: deployed,
	}
}
