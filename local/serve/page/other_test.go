package page

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/diff"
)

func (a *app) view(id int64, query string) (v view) {
	a.Helper()
	if status := a.call("GET", fmt.Sprintf("/requests/%d/other%s", id, query), nil, &v); status != 200 {
		a.Fatalf("%d%s: %d", id, query, status)
	}
	return v
}

// row finds a row of the first section by its name on either side.
func (v view) row(t *testing.T, name string) row {
	t.Helper()
	for _, r := range v.Sections[0].Rows {
		if r.Left.Name == name || r.Right.Name == name {
			return r
		}
	}
	t.Fatalf("no row is called %s", name)
	return row{}
}

// A request to the load balancer beside what the REST API would make of it, and the other way
// round: without running the function.
func TestTheOtherFrontEnd(t *testing.T) {
	a := start(t)
	id := a.send(albFront, "GET", "/hello/a%2Fb?q=%20", "", "X-Name: v")
	ran := a.events
	v := a.view(id, "")
	if v.API.Name != "shop/API, stage live" || v.ALB.Name != albFront || v.API.Says != "" || v.Send == nil || v.Send.Front != apiFront || v.Send.Target != "/live/hello/a%2Fb?q=%20" {
		t.Errorf("%+v", v)
	}
	if r := v.row(t, "pathParameters.proxy"); r.Mark != diff.Missing || r.Rule == nil || r.Left.Value != `"hello/a%2Fb"` {
		t.Errorf("%+v", r)
	}
	if r := v.row(t, "multiValueQueryStringParameters.q"); r.Mark != diff.Encoded || r.Left.Value != `[" "]` || r.Right.Value != `["%20"]` {
		t.Errorf("%+v", r)
	}
	if r := v.row(t, "requestContext.elb.targetGroupArn"); r.Mark != diff.Added || r.Label != "elb.targetGroupArn" {
		t.Errorf("%+v", r)
	}
	if len(v.Marks) != 6 || v.Marks[0] != [2]string{"missing", "only API Gateway"} {
		t.Errorf("%v", v.Marks)
	}

	id = a.send(apiFront, "POST", "/live/hello/x", "body", "x-LOWER: v")
	ran++
	v = a.view(id, "")
	if v.API.Name != apiFront || v.ALB.Name != albFront || v.Send.Front != albFront || v.Send.Target != "/hello/x" || v.row(t, "path").Mark != diff.Same {
		t.Errorf("%+v", v)
	}
	if r := v.row(t, "multiValueHeaders.x-lower"); r.Mark != diff.Renamed || r.Left.Name != "multiValueHeaders.x-LOWER" {
		t.Errorf("%+v", r)
	}

	// Where the other one would not forward the request, it is said.
	v = a.view(a.send(apiFront, "GET", "/live/other", ""), "")
	ran++
	if want := "It would respond 404 Not Found itself, by the default action: the action of the rule is a fixed response. Shown is what it would send if it forwarded the request."; v.ALB.Says != want || len(v.Sections) != 1 {
		t.Errorf("got  %s\nwant %s", v.ALB.Says, want)
	}
	// Where this one has not, there is nothing to compare.
	v = a.view(a.send(albFront, "GET", "/old", ""), "")
	if len(v.Sections) != 0 || !strings.Contains(v.Note, "no two events") || !strings.Contains(v.ALB.Says, "redirect") || v.API.Event == nil {
		t.Errorf("%+v", v)
	}
	if v = a.view(a.send(urlFront, "GET", "/", ""), ""); len(v.Sections) != 0 || !strings.Contains(v.Note, "function URL") {
		t.Errorf("%+v", v)
	}
	ran++
	if v = a.view(a.send(albFront, "POST", "/hello", strings.Repeat("x", Keep+1)), ""); len(v.Sections) != 0 || !strings.Contains(v.Note, "only its beginning is kept") {
		t.Errorf("%+v", v)
	}
	if ran++; a.events != ran {
		t.Errorf("the function ran %d times in place of %d", a.events, ran)
	}
	a.config.Templates = func() (*httpsim.Deployment, error) { return nil, errors.New("no templates") }
	var p problem
	if status := a.call("GET", fmt.Sprintf("/requests/%d/other", id), nil, &p); status != 422 || p.Error != "no templates" {
		t.Errorf("%d %+v", status, p)
	}
}

// Of several front ends, the one counts that leads to the function of the request.
func TestTheFrontEndOfTheFunctionIsChosen(t *testing.T) {
	none, other, same := &found{}, &found{event: []byte("{}"), function: "other"}, &found{event: []byte("{}"), function: "same"}
	for _, order := range [][]*found{{none, other, same}, {same, other, none}, {other, same, none}} {
		var best *found
		for _, f := range order {
			best = better(best, f, "same")
		}
		if best != same {
			t.Errorf("of %+v %+v is chosen", order, best)
		}
	}
	if redirect := (&found{redirects: true}); better(better(nil, redirect, ""), none, "") != none || better(none, redirect, "") != none {
		t.Error("a listener that redirects goes before one that responds")
	}
	if better(better(nil, none, ""), other, "same") != other {
		t.Error("a front end that rejects the request goes before one that does not")
	}
}

// Without a front end of the other kind, one is taken that forwards the request.
func TestAnAppWithOneFrontEnd(t *testing.T) {
	a := start(t)
	id := a.send(albFront, "GET", "/hello", "")
	a.config.Templates = func() (*httpsim.Deployment, error) {
		return &httpsim.Deployment{}, nil
	}
	if v := a.view(id, ""); v.API.Name != "A REST API" || !strings.HasPrefix(v.API.Says, "The app has none") || v.Send != nil || v.row(t, "requestContext.stage").Mark != diff.Missing {
		t.Errorf("%+v", v)
	}
	id = a.send(apiFront, "GET", "/live/hello", "")
	if v := a.view(id, ""); v.ALB.Name != "A load balancer" || v.row(t, "path").Mark != diff.Same {
		t.Errorf("%+v", v)
	}
}

// A request that was sent to both is compared as a whole: the event, what the function returned,
// and what the client got.
func TestBothFrontEnds(t *testing.T) {
	a := start(t)
	one := a.send(albFront, "GET", "/hello", "")
	two := a.replayed(replay{Of: one, Front: apiFront, Method: "GET", Target: "/live/hello"}).ID
	for _, v := range []view{a.view(one, fmt.Sprintf("?with=%d", two)), a.view(two, fmt.Sprintf("?with=%d", one))} {
		if len(v.Sections) != 3 || v.Sections[1].Title != "What the function returned" || v.API.Name != apiFront || v.ALB.Name != albFront {
			t.Fatalf("%+v", v)
		}
		found := false
		for _, r := range v.Sections[2].Rows {
			found = found || r.Right.Name == "Server" && r.Right.Value == "awselb/2.0" && r.Mark == diff.Added
		}
		if !found {
			t.Errorf("%+v", v.Sections[2].Rows)
		}
	}
	rejected := a.replayed(replay{Of: one, Front: apiFront, Method: "GET", Target: "/none"}).ID
	if v := a.view(one, fmt.Sprintf("?with=%d", rejected)); len(v.Sections) != 1 || !strings.Contains(v.API.Says, "no stage") {
		t.Errorf("%+v", v)
	}
	var p problem
	if status := a.call("GET", fmt.Sprintf("/requests/%d/other?with=%d", one, one), nil, &p); status != 422 {
		t.Errorf("%d %+v", status, p)
	}
}
