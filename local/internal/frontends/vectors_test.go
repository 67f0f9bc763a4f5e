package frontends

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/httpsim/vectors"
)

// TestVectorsOverTheWire sends the request of each vector through a real socket, to a front end on
// a port as a set opens it, and compares the event and what the client gets.
func TestVectorsOverTheWire(t *testing.T) {
	all, err := vectors.Load(os.DirFS("../../../lambda/httpsim/testdata/vectors"))
	if err != nil {
		t.Fatal(err)
	}
	s := New(Config{Dir: t.TempDir(), Say: t.Logf})
	sent := 0
	for _, v := range all {
		if v.Request == nil || v.Kind() == httpevent.Unknown {
			continue
		}
		sent++
		t.Run(v.Name, func(t *testing.T) {
			want, err := v.Request.HTTP()
			if err != nil {
				t.Fatal(err)
			}
			var event []byte
			function := httpsim.Handler(httpsim.HandlerFunc(func(_ context.Context, b []byte) ([]byte, error) {
				event = bytes.Clone(b)
				return []byte(`{"statusCode":200}`), nil
			}))
			handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				r.RemoteAddr, r.TLS = want.RemoteAddr, want.TLS // those of a vector are on other networks
				endpoint := v.Simulated()
				if v.Event != nil {
					if made, err := endpoint.Event(r); err == nil {
						event = made
					}
				}
				if v.Response != nil {
					function = v.Function
				}
				response, err := endpoint.Do(function, r)
				if err != nil {
					t.Error(err)
					return
				}
				response.Send(w)
			})
			f, err := s.open(t.Context(), &wanted{name: v.Name, scheme: "http", port: 18000, names: !v.Kind().IsALB(), handler: handler})
			if err != nil {
				t.Fatal(err)
			}
			defer f.close()
			response := sendRaw(t, fmt.Sprintf("127.0.0.1:%d", f.Port), v.Request, want)
			if v.Event != nil {
				for _, difference := range v.Event.Check(event) {
					t.Error(difference)
				}
			}
			if v.Response != nil {
				for _, difference := range v.Response.Check(response) {
					t.Error(difference)
				}
			}
		})
	}
	if sent < 150 {
		t.Errorf("only %d vectors have a request", sent)
	}
}

// sendRaw writes the request as the vector has it: clients of net/http would change it.
func sendRaw(t *testing.T, address string, v *vectors.Request, want *http.Request) *http.Response {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	// The response says what arrived.
	go func() { _, _ = conn.Write(v.Wire("")) }()
	response, err := http.ReadResponse(bufio.NewReader(conn), want)
	if err != nil {
		t.Fatal(err)
	}
	return response
}
