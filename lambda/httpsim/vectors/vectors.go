package vectors

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// Vector is one vector. The README of the files says what each member means.
type Vector struct {
	File     string    `json:"-"` // where it is from
	Name     string    // unique among all
	Source   string    // the page, the recording or the report
	Basis    Basis     // what kind of source that is
	Endpoint Endpoint  // the front end
	Request  *Request  // nil: the vector has no client's side
	Event    *Event    // nil: not looked at
	Read     *Read     // nil: not looked at
	Function *Function // nil: the function is not called
	Response *Response // nil: not looked at
}

// Basis says what a vector rests on.
type Basis string

// The bases, from the strongest on.
const (
	Recorded   Basis = "recorded"   // it was run on AWS
	Documented Basis = "documented" // AWS's page says so
	Reported   Basis = "reported"   // users saw it
)

// Endpoint is the front end of a vector.
type Endpoint struct {
	Kind             string         // the name of an httpevent.Kind
	Stage            string         // of an API
	BinaryMediaTypes []string       // of a REST API
	Stream           bool           // the response is streamed
	Time             time.Time      // when the request arrives
	Set              map[string]any // members that every event of the endpoint has
}

// Request is what the client sends.
type Request struct {
	Method  string    // "" is GET
	Target  Text      // path and query as on the wire, or an absolute URL
	Headers [][2]Text // name and value, in order
	Body    Text      // a body that is text
	Base64  []byte    // a body that is not text
	From    string    // the client's address; "" is 192.0.2.1
}

// Event is what must be in the event.
type Event struct {
	Is     json.RawMessage            // all of it
	Has    map[string]json.RawMessage // members, by path
	Absent []string                   // members that must not be there
}

// Read is what a library must find in the event.
type Read struct {
	// As the methods of httpevent.Request of the same names; nil is not looked at.
	Kind, Method, Path, RawQuery, Host, SourceIP, Scheme *string

	Query       map[string][]string // decoded
	Headers     map[string][]string // by name
	Body        *string             // a body that is text
	Base64      []byte              // a body that is not text
	HealthCheck *bool               // whether it is a health check of a load balancer
}

// Response is what the client must get.
type Response struct {
	Status   int                 // the status code
	Headers  map[string][]string // those that must be there, by name
	Absent   []string            // headers that must not be there
	Body     *Text               // a body that is text
	Base64   []byte              // a body that is not text
	FrontEnd bool                // the front end responds in place of the function
}

// Load reads all vectors of a folder. A member that the format does not have is an error, and so is
// a name that occurs twice.
func Load(dir fs.FS) ([]Vector, error) {
	files, err := fs.Glob(dir, "*.json")
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, errors.New("vectors: no file ends in .json")
	}
	var all []Vector
	names := map[string]bool{}
	for _, file := range files {
		b, err := fs.ReadFile(dir, file)
		if err != nil {
			return nil, err
		}
		var vectors []Vector
		decoder := json.NewDecoder(bytes.NewReader(b))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&vectors); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, v := range vectors {
			v.File = file
			if err := v.check(names); err != nil {
				return nil, fmt.Errorf("%s: %q: %w", file, v.Name, err)
			}
			all = append(all, v)
		}
	}
	return all, nil
}

// check reports what a vector must have and does not.
func (v *Vector) check(names map[string]bool) error {
	switch {
	case v.Name == "" || names[v.Name]:
		return errors.New("name is missing or occurs twice")
	case v.Source == "":
		return errors.New("source is missing")
	case v.Basis != Recorded && v.Basis != Documented && v.Basis != Reported:
		return fmt.Errorf("basis %q is not recorded, documented or reported", v.Basis)
	case v.Kind() == httpevent.Unknown && v.Endpoint.Kind != httpevent.Unknown.String():
		return fmt.Errorf("endpoint.kind %q is not a kind", v.Endpoint.Kind)
	case v.Request == nil && (v.Event == nil || v.Event.Is == nil):
		return errors.New("neither request nor event.is")
	case v.Event == nil && v.Read == nil && v.Response == nil:
		return errors.New("nothing to compare with")
	case v.Response != nil && (v.Request == nil || v.Function == nil):
		return errors.New("a response without a request or a function")
	case v.Response != nil && v.Response.Status == 0:
		return errors.New("response.status is missing")
	}
	names[v.Name] = true
	return nil
}

// Kind returns the kind of the front end.
func (v *Vector) Kind() httpevent.Kind {
	for kind := httpevent.Unknown; kind <= httpevent.LatticeV2; kind++ {
		if kind.String() == v.Endpoint.Kind {
			return kind
		}
	}
	return httpevent.Unknown
}

// Simulated returns the front end as package httpsim has it.
func (v *Vector) Simulated() httpsim.Endpoint {
	e := v.Endpoint
	return httpsim.Endpoint{Kind: v.Kind(), Stage: e.Stage, BinaryMediaTypes: e.BinaryMediaTypes, Stream: e.Stream, Time: e.Time, Set: e.Set, Timeout: time.Minute}
}

// HTTP returns the request as a server of net/http gets it.
func (r *Request) HTTP() (*http.Request, error) {
	method := r.Method
	if method == "" {
		method = http.MethodGet
	}
	target := string(r.Target)
	if !strings.Contains(target, "://") {
		target = "http://example.com" + target
	}
	body := []byte(r.Body)
	if r.Base64 != nil {
		body = r.Base64
	}
	request, err := http.NewRequestWithContext(context.Background(), method, target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for _, h := range r.Headers {
		request.Header[string(h[0])] = append(request.Header[string(h[0])], string(h[1]))
	}
	if request.URL.Scheme == "https" {
		request.TLS = &tls.ConnectionState{}
	}
	from := r.From
	if from == "" {
		from = "192.0.2.1"
	}
	request.RemoteAddr = from + ":50000"
	if strings.Contains(from, ":") {
		request.RemoteAddr = "[" + from + "]:50000"
	}
	return request, nil
}
