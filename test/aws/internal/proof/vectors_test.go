package proof

import (
	"context"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/test/aws/internal/exchange"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/recorder"
	"example.com/alb-lambda/test/aws/internal/wire"
)

// served is a front end of package httpsim before the recorder, at an address of this machine.
func served(t *testing.T, r *recorder.Recorder, front httpsim.Endpoint, secure bool, base string) *platform.Endpoint {
	t.Helper()
	server := httptest.NewUnstartedServer(http.StripPrefix(base, http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		sent := map[string]string{"Header-Double": "header-double"} // net/http's server changes the names
		response, err := front.Do(r, request.WithContext(httpsim.WithHeaderNames(request.Context(), sent)))
		if err != nil {
			t.Error(err)
			return
		}
		response.Send(w)
	})))
	t.Cleanup(server.Close)
	to := &platform.Endpoint{Address: server.Listener.Addr().String(), Host: "example.com", TLS: secure, Base: base}
	if secure {
		server.StartTLS()
		to.Roots = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	} else {
		server.Start()
	}
	return to
}

// carried is such a front end that is reached by the carrier alone, through an account in memory.
func carried(t *testing.T, f *fake, r *recorder.Recorder, kind httpevent.Kind) *platform.Endpoint {
	t.Helper()
	to := served(t, r, httpsim.Endpoint{Kind: kind}, false, "")
	to.Carry = func(ctx context.Context, port int, method string, request []byte) (*wire.Response, error) {
		return f.cloud.Carry(ctx, "carrier", port, method, request)
	}
	host, _, err := net.SplitHostPort(to.Address)
	if err != nil {
		t.Fatal(err)
	}
	f.account.Carries = func(event []byte) (returned []byte, failed bool) {
		returned, err := wire.Carrier{Host: host}.Append(t.Context(), nil, event)
		return returned, err != nil
	}
	return to
}

// withEverything is a run whose stage has the front ends that those of this machine are not.
func withEverything(t *testing.T) (*Run, *fake) {
	t.Helper()
	r, f := newRun(t)
	function, err := recorder.New(recorder.Settings{Name: "recorder", Token: r.State.Token, Keys: "{}", Vectors: os.DirFS("../../../../lambda/httpsim/testdata/vectors")})
	if err != nil {
		t.Fatal(err)
	}
	f.ends = &platform.Endpoints{
		StreamURL: served(t, function, httpsim.Endpoint{Kind: httpevent.FunctionURL, Stream: true}, true, ""),
		Lattice:   carried(t, f, function, httpevent.Lattice), LatticeV2: carried(t, f, function, httpevent.LatticeV2),
		HTTP: map[string]*platform.Endpoint{},
	}
	for _, api := range names.HTTPAPIs {
		for _, stage := range names.HTTPStages {
			kind, base := httpevent.HTTPAPI, "/"+stage
			if api.Payload1 {
				kind = httpevent.HTTPAPIV1
			}
			if stage == "$default" {
				base = ""
			}
			f.ends.HTTP[platform.HTTPKey(api.ID, stage)] = served(t, function, httpsim.Endpoint{Kind: kind, Stage: stage}, true, base)
		}
	}
	return r, f
}

// TestVectorsOfEveryFrontEnd sends the vectors of HTTP APIs, VPC Lattice and the function URL that
// streams, as the steps do in an account: through sockets and the carrier, to the recorder.
func TestVectorsOfEveryFrontEnd(t *testing.T) {
	r, _ := withEverything(t)
	for step, run := range map[string]func(context.Context, *Run) error{"events": events, "responses": responses} {
		r.notes = nil
		want(t, run(t.Context(), r), "")
		notes := strings.Join(r.notes, "\n")
		sent, err := strconv.Atoi(strings.Fields(notes)[0])
		if least := map[string]int{"events": 15, "responses": 17}[step]; err != nil || sent < least {
			t.Errorf("%s: only %d vectors are sent, %v\n%s", step, sent, err, notes)
		}
		if !strings.Contains(notes, "left out, since the stage has no front end that is configured so: ") {
			t.Errorf("%s: nothing says which vectors are left out\n%s", step, notes)
		}
		recorded, err := vectors.Load(os.DirFS(r.State.Dir() + "/recordings"))
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[httpevent.Kind]bool{}
		for i := range recorded {
			kinds[recorded[i].Kind()] = true
		}
		if !kinds[httpevent.HTTPAPI] || !kinds[httpevent.HTTPAPIV1] || !kinds[httpevent.Lattice] || !kinds[httpevent.LatticeV2] {
			t.Errorf("%s: recorded %v", step, kinds)
		}
	}
}

// TestAnotherFrontEndDiffers: a front end that does not do what httpsim says fails the step.
func TestAnotherFrontEndDiffers(t *testing.T) {
	r, f := withEverything(t)
	f.ends.Lattice, f.ends.LatticeV2 = f.ends.LatticeV2, nil
	want(t, events(t.Context(), r), "lattice: event: version is")
	f.ends.HTTP[platform.HTTPKey("HTTP", "$default")] = f.ends.HTTP[platform.HTTPKey("HTTPPayload1", "$default")]
	want(t, responses(t.Context(), r), "http-api-response: a string: status is 500, want 200")
	f.ends.StreamURL = f.ends.HTTP[platform.HTTPKey("HTTP", "$default")]
	want(t, responses(t.Context(), r), "stream, function-url: prelude, separator, body: status is 500, want 201")
}

// TestCarrierFails: what goes wrong on the way is said.
func TestCarrierFails(t *testing.T) {
	_, f := newRun(t)
	carry := func() error {
		_, err := f.cloud.Carry(t.Context(), "carrier", 1, "GET", []byte("GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
		return err
	}
	f.account.Carries = func(event []byte) (returned []byte, failed bool) {
		returned, err := wire.Carrier{Host: "127.0.0.1"}.Append(t.Context(), nil, event)
		return returned, err != nil
	}
	want(t, carry(), "in the VPC: dial tcp 127.0.0.1:1")
	f.account.Carries = func([]byte) (returned []byte, failed bool) { return []byte(`{"errorMessage":"no"}`), true }
	want(t, carry(), `the carrier failed: Unhandled {"errorMessage":"no"}`)
	f.account.Carries = func([]byte) (returned []byte, failed bool) { return []byte(`null`), false }
	want(t, carry(), "EOF")
	f.account.Fails = context.DeadlineExceeded
	want(t, carry(), "invoke the carrier")
	if _, err := (wire.Carrier{}).Append(t.Context(), nil, []byte("[]")); err == nil {
		t.Error("an event that is not a parcel is carried")
	}
}

// TestStrangersAreRejected: a request without the token of the stage gets nothing but the key set,
// which the load balancer reads without one.
func TestStrangersAreRejected(t *testing.T) {
	r, _ := withEverything(t)
	ends, err := r.endpoints(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	to := *ends.HTTP[platform.HTTPKey("HTTP", "$default")]
	for _, token := range []string{"", "0a1b2c"} {
		to.Token = token
		for target, status := range map[string]int{"/": 403, names.KeySet: 200} {
			if got, err := r.send(t.Context(), &to, &exchange.Request{Target: target}); err != nil || got.Status != status {
				t.Errorf("%s: %+v, %v, want status %d", target, got, err, status)
			}
		}
	}
}

// TestReach: each front end has to respond, those that stream with a stream.
func TestReach(t *testing.T) {
	r, f := withEverything(t)
	want(t, reach(t.Context(), r), "")
	if notes := strings.Join(r.notes, "\n"); !strings.Contains(notes, "the function URL that streams responds") || !strings.Contains(notes, "VPC Lattice, events of version 2 responds") ||
		!strings.Contains(notes, "the HTTP API HTTPPayload1, stage dev responds") || !strings.Contains(notes, "the load balancer has no address on this platform") {
		t.Errorf("notes\n%s", notes)
	}
	ctx, cancel := context.WithCancel(t.Context())
	f.ends.Lattice.Carry = func(context.Context, int, string, []byte) (*wire.Response, error) {
		cancel() // it would be tried again
		return nil, context.DeadlineExceeded
	}
	want(t, reach(ctx, r), "VPC Lattice, events of version 1: GET /")
}
