package page

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/diff"
	"example.com/alb-lambda/local/internal/frontends"
)

// view is a request at both kinds of front ends, side by side.
type view struct {
	API side `json:"api"`
	ALB side `json:"alb"`
	// Sections are what was compared, with the differences marked.
	Sections []section `json:"sections,omitempty"`
	// Marks are what the marks are called, in the order of a legend.
	Marks [][2]string `json:"marks"`
	// Note says what is not compared, and why.
	Note string `json:"note,omitempty"`
	// Send is how to send the request to the other front end, too.
	Send *replay `json:"send,omitempty"`
}

// side is one of the two.
type side struct {
	Name string `json:"name"`
	// Says is what the front end does with the request, where no event of its own is shown.
	Says  string `json:"says,omitempty"`
	Event *text  `json:"event,omitempty"`

	event []byte
}

type section struct {
	Title string `json:"title"`
	Intro string `json:"intro"`
	Rows  []row  `json:"rows"`
}

type row struct {
	diff.Row
	Label      string `json:"label"`
	RightLabel string `json:"rightLabel,omitempty"`
}

func rowsOf(all []diff.Row) []row {
	rows := []row{}
	for _, r := range all {
		rows = append(rows, row{r, r.Label(), r.RightLabel()})
	}
	return rows
}

// other responds with the view of the other front end: by the templates, or by the request that was
// sent there, which the query names.
func (p *Page) other(w http.ResponseWriter, r *http.Request) {
	x := p.find(w, r.PathValue("id"))
	if x == nil {
		return
	}
	if with := r.URL.Query().Get("with"); with != "" {
		if y := p.find(w, with); y != nil {
			respondView(w, func() (*view, error) { return both(x, y) })
		}
		return
	}
	respondView(w, func() (*view, error) { return p.view(r.Context(), x) })
}

func respondView(w http.ResponseWriter, look func() (*view, error)) {
	v, err := look()
	if err != nil {
		respond(w, http.StatusUnprocessableEntity, problem{err.Error()})
		return
	}
	for _, mark := range diff.Marks {
		v.Marks = append(v.Marks, [2]string{string(mark), diff.Words[mark]})
	}
	for _, s := range []*side{&v.API, &v.ALB} {
		s.Event = optional(beginning(s.event))
	}
	respond(w, http.StatusOK, v)
}

// view sends the request through the templates, whose functions do not run.
func (p *Page) view(ctx context.Context, x *exchange) (*view, error) {
	if x.kind == "url" {
		return &view{Note: "Load balancers and REST APIs are compared; this request came to a function URL."}, nil
	}
	d, err := p.config.Templates()
	if err != nil {
		return nil, err
	}
	v := &view{}
	own, other := &v.ALB, &v.API
	find, kind := throughAPIs, httpevent.RESTAPI
	if x.kind == "api" {
		own, other, find, kind = other, own, throughListeners, httpevent.ALBMultiValue
	}
	own.Name = x.front
	if own.event = x.event.Kept; own.event == nil {
		own.Says = x.verdict()
	}
	target := x.target
	if x.kind == "api" {
		target = strings.TrimPrefix(target, "/"+x.stage)
		target = "/" + strings.TrimPrefix(target, "/")
	}
	r, err := x.request(ctx, target)
	if err != nil {
		return nil, err
	}
	if best := find(d, r, x.function); best != nil {
		other.Name, other.Says, other.event = best.name, best.says, best.event
		v.Send = &replay{Of: x.id, Front: best.front, Target: best.prefix + target}
	} else {
		other.Name = map[bool]string{true: "A REST API", false: "A load balancer"}[kind == httpevent.RESTAPI]
		other.Says = "The app has none; this is what one would send that forwards the request."
	}
	if other.event == nil && own.event != nil {
		other.event, err = httpsim.Endpoint{Kind: kind}.Event(again(r))
		if err != nil {
			other.Says = strings.TrimSpace(other.Says + " It would reject the request: " + err.Error() + ".")
		} else if best := v.Send; best != nil {
			other.Says += " Shown is what it would send if it forwarded the request."
		}
	}
	return v, v.compare(x.event)
}

// compare compares the events, where both are there as a whole.
func (v *view) compare(events ...frontends.Body) error {
	for _, e := range events {
		if e.Size > int64(len(e.Kept)) {
			v.Note = "The event is not compared: only its beginning is kept."
			v.ALB.event, v.API.event = nil, nil
			return nil
		}
	}
	if v.API.event == nil || v.ALB.event == nil {
		v.Note = "There are no two events to compare."
		return nil
	}
	rows, err := diff.Events(v.API.event, v.ALB.event)
	if err != nil {
		return err
	}
	v.Sections = append(v.Sections, section{"The event", "How each front end converts the request.", rowsOf(rows)})
	return nil
}

// both compares two requests that were sent to the two front ends.
func both(x, y *exchange) (*view, error) {
	if x.kind != "api" {
		x, y = y, x
	}
	if x.kind != "api" || y.kind != "alb" {
		return nil, fmt.Errorf("a request to a REST API and one to a load balancer can be compared, not %s and %s", x.kind, y.kind)
	}
	v := &view{API: side{Name: x.front, event: x.event.Kept}, ALB: side{Name: y.front, event: y.event.Kept}}
	for _, s := range []struct {
		of *side
		x  *exchange
	}{{&v.API, x}, {&v.ALB, y}} {
		if s.of.event == nil {
			s.of.Says = s.x.verdict()
		}
	}
	if err := v.compare(x.event, y.event); err != nil {
		return nil, err
	}
	if returned, err := diff.Returned(x.returned.Kept, y.returned.Kept); err == nil && x.returned.Size > 0 && y.returned.Size > 0 {
		v.Sections = append(v.Sections, section{"What the function returned", "In the form that each front end reads.", rowsOf(returned)})
	}
	v.Sections = append(v.Sections, section{"What the client got", "Status, headers and body.", rowsOf(diff.Received(x.got(), y.got()))})
	return v, nil
}

// got is the response as it is compared: of a long body the beginning.
func (x *exchange) got() diff.Response {
	r := diff.Response{Status: statusLine(x.status), Body: x.received.Kept}
	for _, h := range lines(x.responded, nil) {
		r.Headers = append(r.Headers, diff.Header{Name: h.Name, Value: h.Value})
	}
	const most = 2000
	if len(r.Body) > most {
		r.Body = fmt.Appendf(nil, "%s… (%d bytes)", bytes.ToValidUTF8(r.Body[:most], nil), x.received.Size)
	}
	return r
}
