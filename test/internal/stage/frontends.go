package stage

import (
	"context"
	"errors"
	"testing"

	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
)

// FrontEnds serves the front ends of all that is deployed to an emulator, in this process and on
// ports of their own, until the test ends.
func FrontEnds(t *testing.T, e *emulator.Emulator, o deployed.Options) {
	t.Helper()
	log := &Output{}
	o.AnyPort, o.Log = true, log
	server, err := deployed.Serve(t.Context(), e, o)
	Must(t, err)
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("the front ends:\n%s", log)
		}
	})
}

// stop ends an emulator, and the front ends that a command has started for it.
func stop(e *emulator.Emulator) error {
	// the test's context has ended
	return errors.Join(deployed.Stop(context.Background(), e), e.Stop(context.Background()))
}
