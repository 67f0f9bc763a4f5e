package httpsim_test

import (
	"os"
	"testing"

	"example.com/alb-lambda/lambda/httpsim/vectors"
)

func load(t *testing.T) []vectors.Vector {
	t.Helper()
	all, err := vectors.Load(os.DirFS("testdata/vectors"))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 150 {
		t.Fatalf("%d vectors", len(all))
	}
	return all
}

// TestVectors sends the request of each vector through the front end, and compares the event and
// what the client gets.
func TestVectors(t *testing.T) {
	for _, v := range load(t) {
		if v.Request == nil {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			if v.Event != nil {
				r, err := v.Request.HTTP()
				if err != nil {
					t.Fatal(err)
				}
				event, err := v.Simulated().Event(r)
				if err != nil {
					t.Fatal(err)
				}
				for _, difference := range v.Event.Check(event) {
					t.Error(difference)
				}
			}
			if v.Response == nil {
				return
			}
			r, err := v.Request.HTTP()
			if err != nil {
				t.Fatal(err)
			}
			response, err := v.Simulated().Do(v.Function, r)
			if err != nil {
				t.Fatal(err)
			}
			if v.Response.FrontEnd != (response.Reason != "") {
				t.Errorf("reason %q", response.Reason)
			}
			for _, difference := range v.Response.Check(response.Response) {
				t.Error(difference)
			}
		})
	}
}
