package load

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/local/emulator"
)

// TestWrongAndLostResponsesAreCounted shows that the load finds what it looks for, each part of a
// request on its own.
func TestWrongAndLostResponsesAreCounted(t *testing.T) {
	spoil := map[string]func(http.ResponseWriter, map[string]any, event) event{
		"id-00000002": func(_ http.ResponseWriter, _ map[string]any, e event) event { e.Path += "0"; return e },
		"id-00000003": func(_ http.ResponseWriter, _ map[string]any, e event) event { e.Body = body("id-0"); return e },
		"id-00000004": func(_ http.ResponseWriter, _ map[string]any, e event) event {
			e.MultiValueQueryStringParameters[queryKey] = []string{"id-0"}
			return e
		},
		"id-00000005": func(_ http.ResponseWriter, _ map[string]any, e event) event {
			delete(e.MultiValueHeaders, headerKey)
			return e
		},
		"id-00000006": func(_ http.ResponseWriter, response map[string]any, e event) event {
			response["integrationType"] = "apigw"
			return e
		},
		"id-00000007": func(w http.ResponseWriter, _ map[string]any, e event) event {
			w.WriteHeader(http.StatusTooManyRequests)
			return e
		},
		"id-00000008": func(http.ResponseWriter, map[string]any, event) event { panic(http.ErrAbortHandler) },
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		e := event{
			HTTPMethod: r.Method, Path: r.URL.Path, Body: string(sent),
			MultiValueHeaders: maps.Clone(r.Header), MultiValueQueryStringParameters: r.URL.Query(),
		}
		response := map[string]any{"integrationType": "alb"}
		if spoiled := spoil[r.URL.Query().Get(queryKey)]; spoiled != nil {
			e = spoiled(w, response, e)
		}
		response["requestEvent"] = e
		if err := json.NewEncoder(w).Encode(response); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	endpoint := emulator.Endpoint{Name: "spoiled", IntegrationType: "alb", Base: server.URL}
	report, err := Attack(t.Context(), endpoint, Plan{Requests: 50, Rate: 500})
	if err != nil {
		t.Fatal(err)
	}
	if report.Right != 43 || report.Wrong != 6 || report.Lost != 1 {
		t.Errorf("want 43 right, 6 wrong, 1 lost:\n%s", report)
	}
}

func TestAttackIsBoundedAndLocal(t *testing.T) {
	here := "http://" + emulator.Host + ":1"
	for _, c := range []struct {
		base string
		plan Plan
		want string
	}{
		{"http://example.com", Plan{1, 1}, "is not on 127.0.0.1"},
		{"http://127.0.0.1.example.com", Plan{1, 1}, "is not on 127.0.0.1"},
		{"https://127.0.0.1", Plan{1, 1}, "is not on 127.0.0.1"},
		{here, Plan{0, 1}, "0 requests are outside"},
		{here, Plan{MaxRequests + 1, 1}, "requests are outside"},
		{here, Plan{1, 0}, "a rate of 0 is outside"},
		{here, Plan{1, MaxRate + 1}, "is outside"},
	} {
		if _, err := Attack(t.Context(), emulator.Endpoint{Base: c.base}, c.plan); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, %+v: %v, want %q", c.base, c.plan, err, c.want)
		}
	}
}

// The pacer neither ends early nor catches up, however late it is.
func TestPacer(t *testing.T) {
	pacer := spaced{wait: 20 * time.Millisecond, requests: 3}
	for _, elapsed := range []time.Duration{0, time.Hour} {
		for hits, end := range []bool{false, false, false, true} {
			if wait, stop := pacer.Pace(elapsed, uint64(hits)); stop != end || !stop && wait != 20*time.Millisecond {
				t.Errorf("after %s and %d requests: wait %s, stop %t", elapsed, hits, wait, stop)
			}
		}
	}
	if rate := pacer.Rate(0); rate != 50 {
		t.Errorf("rate %v", rate)
	}
}
