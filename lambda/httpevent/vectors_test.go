package httpevent_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"os"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim/vectors"
)

// TestVectors reads the event of each vector. And it writes what the client of the vector gets as
// the response of a function, which must come through the same front end as it is.
func TestVectors(t *testing.T) {
	all, err := vectors.Load(os.DirFS("../httpsim/testdata/vectors"))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		t.Run(v.Name, func(t *testing.T) {
			if v.Read != nil {
				for _, difference := range v.Read.Check(httpevent.Read(eventOf(t, v))) {
					t.Error(difference)
				}
			}
			if v.Response != nil && !v.Response.FrontEnd && !v.Endpoint.Stream {
				checkWrites(t, v)
			}
		})
	}
}

// eventOf returns the vector's own event, or the one that the front end makes of its request.
func eventOf(t *testing.T, v vectors.Vector) []byte {
	t.Helper()
	if v.Event != nil && v.Event.Is != nil {
		return v.Event.Is
	}
	r, err := v.Request.HTTP()
	if err != nil {
		t.Fatal(err)
	}
	event, err := v.Simulated().Event(r)
	if err != nil {
		t.Fatal(err)
	}
	return event
}

func checkWrites(t *testing.T, v vectors.Vector) {
	t.Helper()
	response := &httpevent.Response{StatusCode: v.Response.Status, Header: http.Header{}, Body: v.Response.Base64}
	if v.Response.Body != nil {
		response.Body = []byte(*v.Response.Body)
	}
	for name, values := range v.Response.Headers {
		response.Header[http.CanonicalHeaderKey(name)] = values
	}
	r, err := v.Request.HTTP()
	if err != nil {
		t.Fatal(err)
	}
	got, err := v.Simulated().Do(httpevent.NewHandler(says(response, nil), slog.New(slog.DiscardHandler)), r)
	if err != nil {
		t.Fatal(err)
	}
	if got.Reason != "" {
		t.Fatalf("%s: %s", got.Reason, got.Returned)
	}
	if r.Method == http.MethodHead || got.StatusCode == http.StatusNoContent || got.StatusCode == http.StatusNotModified {
		if body, err := io.ReadAll(got.Body); len(body) > 0 || err != nil {
			t.Errorf("body %q, %v", body, err)
		}
		got.Body = io.NopCloser(bytes.NewReader(response.Body))
	}
	for _, difference := range v.Response.Check(got.Response) {
		t.Errorf("%s; the function returned %.300s", difference, got.Returned)
	}
}
