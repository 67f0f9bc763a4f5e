// Package lifecycle deploys the application to an emulator of AWS, uses it and destroys it, with
// the CDK toolkit and with the local command, as a user would. It works on copies of the clone and
// never on the clone itself.
//
// Each test starts emulators of its own on ports of their own and stops them. What an emulator
// cannot prove is in docs/proof.md.
//
// Commands that a user types may enter. Failures are the business of test/faults.
package lifecycle

import (
	"testing"

	"example.com/alb-lambda/test/internal/clone"
	"example.com/alb-lambda/test/internal/stage"
)

// root is the clone that is tested.
var root string

func TestMain(m *testing.M) { stage.Main(m, &root) }

// copyClone copies the clone to a folder of the test's own.
func copyClone(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	must(t, clone.Copy(t.Context(), root, to))
	return to
}

// What the tests of deployments share.
var (
	start      = stage.Start
	deployment = stage.Deployment
	resources  = stage.Resources
	replace    = stage.Replace
	must       = stage.Must
	step       = stage.Step
)
