package httpevent_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// whole is all that a Request gives.
type whole struct {
	kind                                                              httpevent.Kind
	healthCheck                                                       bool
	method, path, rawQuery, host, sourceIP, scheme, protocol, u, body string
	header, query                                                     map[string][]string
}

func read(t *testing.T, event []byte) whole {
	t.Helper()
	r := httpevent.Read(event)
	body, err := r.Body()
	if err != nil {
		t.Fatal(err)
	}
	return whole{r.Kind(), r.HealthCheck(), r.Method(), r.Path(), r.RawQuery(), r.Host(), r.SourceIP(), r.Scheme(), r.Protocol(), r.URL().String(), string(body), r.Header(), r.Query()}
}

// members returns the members of a JSON object in their order.
func members(t *testing.T, object []byte) (names []string, values []json.RawMessage) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		t.Fatal(err)
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		names, values = append(names, fmt.Sprint(name)), append(values, value)
	}
	return names, values
}

// TestAnyForm: the order of the members, white space and escapes change nothing.
func TestAnyForm(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for _, kind := range kinds {
		r := httptest.NewRequest("POST", "http://example.com/a%20b?q=1&q=%20&z=a%5C", strings.NewReader(`{"text":"back\\slash\\\\"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Quotes", `"\"`)
		r.Header.Set("X-Backslashes", `\\\`)
		r.Header.Set("X-Last", `a\`)
		event, err := httpsim.Endpoint{Kind: kind}.Event(r)
		if err != nil {
			t.Fatal(err)
		}
		want := read(t, event)
		if want.kind != kind || want.method != "POST" || want.body == "" || want.header["X-Last"][0] != `a\` || want.host != "example.com" {
			t.Fatalf("%+v", want)
		}
		names, values := members(t, event)
		for range rounds(200) {
			random.Shuffle(len(names), func(i, j int) {
				names[i], names[j] = names[j], names[i]
				values[i], values[j] = values[j], values[i]
			})
			var b bytes.Buffer
			b.WriteByte('{')
			if kind == httpevent.HTTPAPIV1 { // its version comes first: see Read
				b.WriteString(`"version":"1.0",`)
			}
			for i, name := range names {
				if i > 0 {
					b.WriteByte(',')
				}
				text, _ := json.Marshal(name) // a string
				if random.IntN(3) == 0 {
					text = fmt.Appendf(nil, `"\u%04x%s`, text[1], text[2:])
				}
				fmt.Fprintf(&b, "%s:%s", text, values[i])
			}
			b.WriteByte('}')
			if got := read(t, b.Bytes()); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s\n got %+v\nwant %+v", b.Bytes(), got, want)
			}
			var indented bytes.Buffer
			if err := json.Indent(&indented, b.Bytes(), "\t", " \t"); err != nil {
				t.Fatal(err)
			}
			crlf := "\r\n" + strings.ReplaceAll(indented.String(), "\n", "\r\n") + "\r\n"
			if got := read(t, []byte(crlf)); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s\n got %+v\nwant %+v", crlf, got, want)
			}
		}
	}
}

// A string that ends in backslashes, each of them escaped, does not run on.
func TestBackslashes(t *testing.T) {
	for n := range 6 {
		text := "a" + strings.Repeat(`\\`, n)
		for _, before := range []string{text, text + `\"`} {
			e := event(httpevent.ALB, `"headers":{"x-a":"`+before+`","x-b":"2"},"body":"`+before+`"`)
			if !json.Valid([]byte(e)) {
				t.Fatal(e)
			}
			r := httpevent.Read([]byte(e))
			want := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(before)
			if body, err := r.Body(); r.Header().Get("X-A") != want || r.Header().Get("X-B") != "2" || string(body) != want || err != nil {
				t.Errorf("%s: %q, %q", e, r.Header(), body)
			}
		}
	}
}

// TestStopsAtTheBody: of an event that has all that a request is recognized by before its body, the
// body is not looked at.
func TestStopsAtTheBody(t *testing.T) {
	for _, kind := range kinds {
		for _, headers := range []string{"headers", "multiValueHeaders"} {
			members := event(kind, "")
			if headers == "multiValueHeaders" {
				members = strings.Replace(members, `"headers":{`, `"multiValueHeaders":{`, 1)
			}
			begun := strings.TrimSuffix(members, "}") + `,"body":"`
			if !strings.Contains(begun, headers) {
				continue
			}
			want := kind
			switch {
			case kind == httpevent.ALB && headers == "multiValueHeaders":
				want = httpevent.ALBMultiValue
			case kind == httpevent.ALB: // multiValueHeaders may follow
				want = httpevent.Unknown
			}
			if got := httpevent.Read([]byte(begun)).Kind(); got != want {
				t.Errorf("%s: %s, want %s", begun, got, want)
			}
		}
	}
	for _, incomplete := range []string{
		// a method may follow
		`{"requestContext":{"elb":{"targetGroupArn":"a"}},"path":"/","multiValueHeaders":{},"body":"`,
		// a context
		`{"resource":"/","httpMethod":"GET","path":"/","headers":{},"body":"`,
		// a path
		`{"resource":"/","httpMethod":"GET","headers":{},"requestContext":{"stage":"dev"},"body":"`,
		// headers
		`{"resource":"/","httpMethod":"GET","path":"/","requestContext":{"stage":"dev"},"body":"`,
		// a path of its own
		`{"version":"2.0","headers":{},"requestContext":{"http":{"method":"GET"}},"path":"/","body":"`,
		// headers
		`{"raw_path":"/","method":"GET","body":"`,
		// anything
		`{"headers":{},"path":"/","requestContext":{},"body":"`,
	} {
		if got := httpevent.Read([]byte(incomplete)).Kind(); got != httpevent.Unknown {
			t.Errorf("%s: %s", incomplete, got)
		}
	}
}

// What ends in the middle gives what there is, and nothing panics.
func TestCutOff(t *testing.T) {
	for _, kind := range kinds {
		r := httptest.NewRequest("GET", "/p?a=1", strings.NewReader("x"))
		r.Header.Set("Content-Type", "text/plain")
		whole, err := httpsim.Endpoint{Kind: kind}.Event(r)
		if err != nil {
			t.Fatal(err)
		}
		for end := range whole {
			r := httpevent.Read(whole[:end])
			_, _, _, _, _ = r.Header(), r.Query(), r.URL(), r.SourceIP(), r.Scheme()
			if _, err := r.Body(); err != nil {
				t.Errorf("%s: %v", whole[:end], err)
			}
			if k := r.Kind(); k != httpevent.Unknown && k != kind {
				t.Errorf("%s is of the kind %s", whole[:end], k)
			}
		}
	}
}
