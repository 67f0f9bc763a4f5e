package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// What the command prints leads to the page, which has the requests of every front end, sends one
// again, and shows the compile error and AWS's page beside it.
func TestPage(t *testing.T) {
	a := start(t, nil)
	address := regexp.MustCompile(`the requests, live, are at (http://127\.0\.0\.1:\d+/)\n`).FindStringSubmatch(a.said.String())
	if address == nil {
		t.Fatal("it does not say where the page is")
	}
	call := func(method, path, body string, into any) {
		t.Helper()
		_, text := a.send(method, address[1]+path, func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Type", "application/json")
		})
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatalf("%s %s: %v: %s", method, path, err, text)
		}
	}
	type request struct {
		ID, Status int
		Front      string
		Verdict    string
		ReplayOf   int
		Headers    []struct{ Name, Value string }
		OnAWS      []struct{ Name, Value string }
		Response   struct{ Body struct{ Text string } }
	}
	a.get("/hello")
	a.get("/script")
	a.send("GET", a.url(httpName)+"/hello", nil)
	a.send("GET", a.url("shop/API")+"/live/a", nil)
	a.send("GET", a.url("shop/URL")+"/", nil)
	for id, want := range []request{
		{Front: httpsName, Status: 200, Verdict: "The load balancer passes the function's response on."},
		{Front: httpsName, Status: 502, Verdict: "gofunction did not create it"},
		{Front: httpName, Status: 301, Verdict: "redirect"},
		{Front: "shop/API", Status: 200, Verdict: "API Gateway passes the function's response on."},
		{Front: "shop/URL", Status: 200, Verdict: "The function URL passes the function's response on."},
	} {
		var got request
		if call("GET", fmt.Sprintf("requests/%d", id+1), "", &got); got.Front != want.Front || got.Status != want.Status || !strings.Contains(got.Verdict, want.Verdict) {
			t.Errorf("%+v, want %+v", got, want)
		}
		if want.Status == 502 && (len(got.OnAWS) != 1 || !strings.Contains(got.OnAWS[0].Value, "502 Bad Gateway") || !strings.Contains(got.Response.Body.Text, "gofunction did not create it")) {
			t.Errorf("%+v", got)
		}
		if want.Status == 301 && (len(got.OnAWS) != 1 || !strings.HasPrefix(got.OnAWS[0].Value, "https://localhost:443/")) {
			t.Errorf("%+v", got)
		}
	}
	var sent struct {
		ID     int
		Status int
		Error  string
	}
	call("POST", "replay", `{"of": 1, "front": "`+httpsName+`", "method": "GET", "target": "/fixed", "headers": "X-Lower: 1"}`, &sent)
	var got request
	if call("GET", fmt.Sprintf("requests/%d", sent.ID), "", &got); sent.Status != 200 || got.ReplayOf != 1 || got.Front != httpsName || got.Response.Body.Text != "fixed" {
		t.Errorf("%+v %+v", sent, got)
	}
	var view struct {
		API, ALB struct{ Name string }
		Sections []struct{ Rows []any }
	}
	if call("GET", "requests/1/other", "", &view); view.API.Name != "shop/API, stage live" || view.ALB.Name != httpsName || len(view.Sections) != 1 || len(view.Sections[0].Rows) < 20 {
		t.Errorf("%+v", view)
	}
}
