package page

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// pause is how long requests are collected that come one after the other: one message is enough for
// all of them.
const pause = 100 * time.Millisecond

// news is a message to the page.
type news struct {
	// Oldest is the id of the oldest request that is kept.
	Oldest   int64     `json:"oldest"`
	Requests []summary `json:"requests"`
}

// live sends requests as they come, as server-sent events:
// https://html.spec.whatwg.org/multipage/server-sent-events.html
func (p *Page) live(w http.ResponseWriter, r *http.Request) {
	changed, stop := p.log.watch()
	defer stop()
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(event string, value any) error {
		text, err := json.Marshal(value)
		if err == nil {
			_, err = fmt.Fprintf(w, "event: %s\ndata: %s\n\n", event, text)
		}
		if err == nil {
			err = out.Flush()
		}
		return err
	}
	err := send("hello", struct {
		App  string `json:"app"`
		Most int    `json:"most"`
	}{p.config.App, most})
	for last := int64(0); err == nil; {
		later, oldest := p.log.after(last)
		message := news{Oldest: oldest, Requests: []summary{}}
		for _, x := range later {
			message.Requests = append(message.Requests, x.summary())
			last = x.id
		}
		if err = send("requests", message); err != nil {
			return // the browser has gone
		}
		select {
		case <-r.Context().Done():
			return
		case <-changed:
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(pause):
		}
	}
}
