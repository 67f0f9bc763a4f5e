package httpevent_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/alb-lambda/lambda/httpevent"
)

// reference reads the members of a JSON object with encoding/json. It reports false for what has no
// one reading: values that are not objects, objects with two members of one name, and text that is
// not UTF-8.
func reference(b []byte) (map[string]json.RawMessage, bool) {
	var members map[string]json.RawMessage
	if !utf8.Valid(b) || json.Unmarshal(b, &members) != nil || members == nil {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(b))
	if _, err := decoder.Token(); err != nil {
		return nil, false
	}
	n := 0
	for ; decoder.More(); n++ {
		var value json.RawMessage
		if _, err := decoder.Token(); err != nil || decoder.Decode(&value) != nil {
			return nil, false
		}
	}
	return members, n == len(members)
}

func str(value json.RawMessage) (string, bool) {
	var s *string
	if json.Unmarshal(value, &s) != nil || s == nil {
		return "", false
	}
	return *s, true
}

// referenceKind tells the front end by the rules that the comments of the kinds give.
func referenceKind(members map[string]json.RawMessage) (httpevent.Kind, bool) {
	has := func(m map[string]json.RawMessage, name string) bool { _, ok := str(m[name]); return ok }
	request, ok := reference(members["requestContext"])
	if !ok && members["requestContext"] != nil && bytes.HasPrefix(members["requestContext"], []byte("{")) {
		return 0, false
	}
	elb, elbOK := reference(request["elb"])
	http, httpOK := reference(request["http"])
	identity, identityOK := reference(request["identity"])
	// each with a name of another's has no one reading
	for _, name := range []string{"elb", "http", "identity"} {
		inner := map[string]map[string]json.RawMessage{"elb": elb, "http": http, "identity": identity}[name]
		for other, of := range map[string]string{"targetGroupArn": "elb", "method": "http"} {
			if _, ok := inner[other]; ok && of != name {
				return 0, false
			}
		}
		if bytes.HasPrefix(request[name], []byte("{")) && !map[string]bool{"elb": elbOK, "http": httpOK, "identity": identityOK}[name] {
			return 0, false
		}
	}
	version, _ := str(members["version"])
	domain, _ := str(request["domainName"])
	switch {
	case has(elb, "targetGroupArn"):
		if bytes.HasPrefix(members["multiValueHeaders"], []byte("{")) {
			return httpevent.ALBMultiValue, true
		}
		return httpevent.ALB, true
	case has(members, "methodArn"), has(members, "routeArn"), has(request, "connectionId"):
		return httpevent.Unknown, true
	case version == "2.0" && has(http, "method"):
		if strings.Contains(domain, ".lambda-url.") {
			return httpevent.FunctionURL, true
		}
		return httpevent.HTTPAPI, true
	case version == "2.0" && has(members, "method") && (has(request, "serviceArn") || has(request, "serviceNetworkArn")):
		return httpevent.LatticeV2, true
	case has(members, "httpMethod") && (has(members, "resource") || has(request, "stage")):
		path, _ := str(members["path"])
		contextPath, _ := str(request["path"])
		stage, _ := str(request["stage"])
		if version == "1.0" && contextPath != "/"+stage+path {
			return httpevent.HTTPAPIV1, true
		}
		return httpevent.RESTAPI, true
	case has(members, "method") && has(members, "raw_path"):
		return httpevent.Lattice, true
	}
	return httpevent.Unknown, true
}

// FuzzRead reads anything: nothing panics, and what is JSON reads as encoding/json reads it.
func FuzzRead(f *testing.F) {
	for _, b := range fixtures(f) {
		if len(b) < 8<<10 {
			f.Add(b)
		}
	}
	for _, kind := range kinds {
		f.Add([]byte(event(kind, `"body":"AP8=","isBase64Encoded":true`)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := httpevent.Read(b)
		kind, path, method := r.Kind(), r.Path(), r.Method()
		_, _, _, _ = r.Host(), r.SourceIP(), r.Query(), r.HealthCheck()
		header := r.Header()
		body, err := r.Body()
		read, readErr := io.ReadAll(r.BodyReader())
		if !bytes.Equal(body, read) || (err == nil) != (readErr == nil) {
			t.Fatalf("Body %q %v, BodyReader %q %v", body, err, read, readErr)
		}
		if r.Kind() != kind || r.Path() != path || r.Method() != method || !bytes.Equal(r.Event(), b) {
			t.Fatal("the request changes while it is read")
		}
		members, ok := reference(b)
		if !ok {
			return
		}
		want, ok := referenceKind(members)
		if !ok {
			return
		}
		if kind != want {
			t.Fatalf("kind %s, want %s", kind, want)
		}
		if kind.IsALB() || kind == httpevent.RESTAPI {
			wantMethod, _ := str(members["httpMethod"])
			wantPath, _ := str(members["path"])
			if method != wantMethod || path != wantPath {
				t.Fatalf("%s %s, want %s %s", method, path, wantMethod, wantPath)
			}
		}
		if text, _ := str(members["body"]); string(members["isBase64Encoded"]) != "true" && (err != nil || string(body) != text) {
			t.Fatalf("body %q, %v, want %q", body, err, text)
		}
		if one, ok := reference(members["headers"]); ok && kind == httpevent.ALB {
			for name, value := range one {
				if text, ok := str(value); ok && len(header.Values(name)) == 0 && text != "" {
					t.Fatalf("header %s is lost", name)
				}
			}
		}
	})
}
