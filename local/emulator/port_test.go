package emulator

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"
)

// Another program on the port is a MiniStack only if it says that it has services.
func TestPortTakenByWhom(t *testing.T) {
	for body, want := range map[string]bool{`{"services":{"s3":"available"}}`: true, `{"services":{}}`: false, `{}`: false, `welcome`: false} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }))
		e := New(Config{Root: t.TempDir(), Port: server.Listener.Addr().(*net.TCPAddr).Port})
		e.healthTimeout = time.Minute
		var taken *PortTakenError
		if err := e.Start(t.Context()); !errors.As(err, &taken) || taken.MiniStack != want {
			t.Errorf("%s: %v, want MiniStack: %t", body, err, want)
		}
		server.Close()
	}
}

// A reserved port is nobody else's until it is released, and one on which something listens is not
// reserved.
func TestReservePort(t *testing.T) {
	first, release, err := ReservePort(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second, releaseSecond, err := ReservePort(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer releaseSecond()
	if first == second {
		t.Errorf("port %d is reserved twice", first)
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(Host, strconv.Itoa(first)))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	release()
	third, releaseThird, err := ReservePort(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer releaseThird()
	if third == first || third == second {
		t.Errorf("port %d is reserved although it is taken", third)
	}
}
