package platform

import (
	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/test/aws/internal/names"
)

// without are the front ends that those of this machine are not. They are before the emulator too,
// whose own HTTP APIs have events of its making.
var without = map[httpevent.Kind]string{
	httpevent.HTTPAPI:   noHTTPAPI,
	httpevent.HTTPAPIV1: noHTTPAPI,
	httpevent.Lattice:   noLattice,
	httpevent.LatticeV2: noLattice,
}

const (
	noHTTPAPI = "the front ends of this machine have no HTTP API"
	noLattice = "the front ends of this machine have no VPC Lattice"
)

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
