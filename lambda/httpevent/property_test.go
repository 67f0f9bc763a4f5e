package httpevent_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// through sends a request through the front end to a function that returns the response, and checks
// that the front end accepts what the package makes of it, whatever the response is. It returns
// what the client gets.
func through(t *testing.T, kind httpevent.Kind, response *httpevent.Response) (*http.Response, []byte) {
	t.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept", "image/png")
	endpoint := httpsim.Endpoint{Kind: kind, BinaryMediaTypes: []string{"*/*"}, Timeout: time.Minute}
	got, err := endpoint.Do(httpevent.NewHandler(says(response, nil), slog.New(slog.DiscardHandler)), r)
	if err != nil {
		t.Fatal(err)
	}
	if got.Reason != "" {
		t.Fatalf("%s: the front end responds %d in place of the function: %s\n%.300s", kind, got.StatusCode, got.Reason, got.Returned)
	}
	body, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got.Response, body
}

// checkThrough checks what a client gets against the response that the function gave.
func checkThrough(t *testing.T, kind httpevent.Kind, response *httpevent.Response, fine bool) {
	t.Helper()
	got, body := through(t, kind, response)
	whole := append(bytes.Clone(response.Body), bytes.Join(response.Chunks, nil)...)
	switch {
	case !fine:
		if got.StatusCode != 500 {
			t.Fatalf("%s: %d for a response that no front end can pass on", kind, got.StatusCode)
		}
		return
	case got.StatusCode == 413 && response.StatusCode != 413:
		if len(whole) < kind.MaxResponse()/6-4096 {
			t.Fatalf("%s: 413 for a body of %d bytes", kind, len(whole))
		}
		return
	}
	want := response.StatusCode
	if want == 0 {
		want = 200
	}
	if want == 204 || want == 304 {
		whole = nil
	}
	if got.StatusCode != want || !bytes.Equal(body, whole) {
		t.Fatalf("%s: got %d %q, want %d %q", kind, got.StatusCode, body, want, whole)
	}
	for name, values := range response.Header {
		if name == "Set-Cookie" && kind != httpevent.ALB && !kind.IsLattice() {
			if all := got.Header.Values(name); strings.Join(all, "\n") != strings.Join(values, "\n") {
				t.Fatalf("%s: cookies %q, want %q", kind, all, values)
			}
		} else if name != "Set-Cookie" && strings.Join(got.Header.Values(name), ", ") != strings.Join(values, ", ") {
			t.Fatalf("%s: %s: %q, want %q", kind, name, got.Header.Values(name), values)
		}
	}
}

// rounds returns how often a property is tried: with -short, a tenth of n.
func rounds(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

// TestAnyResponse is the property that no response of a function, right or wrong, makes a front end
// say 502.
func TestAnyResponse(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(all ...string) string { return all[random.IntN(len(all))] }
	for range rounds(3000) {
		response, fine := &httpevent.Response{Header: http.Header{}}, true
		switch random.IntN(12) {
		case 0:
			response.StatusCode = random.IntN(2000) - 500
			fine = response.StatusCode == 0 || response.StatusCode >= 200 && response.StatusCode <= 599
		default:
			response.StatusCode = []int{0, 200, 201, 204, 301, 304, 404, 500, 599}[random.IntN(9)]
		}
		for range random.IntN(5) {
			name, value := pick("X-A", "X-B", "Vary", "Set-Cookie"), pick("", "1", "é", "a\tb", "x; y=\"z\"", "\\")
			if random.IntN(30) == 0 {
				name, fine = pick("", "a b", "a\x00", "ä", "a:"), false
			}
			if random.IntN(30) == 0 {
				value, fine = pick("\r\n", "\x00", "\x7f", "\xff"), false
			}
			response.Header[name] = append(response.Header[name], value)
		}
		for range random.IntN(4) {
			piece := make([]byte, random.IntN(40))
			for i := range piece {
				piece[i] = byte(random.IntN(256))
			}
			if random.IntN(2) == 0 {
				piece = []byte(pick("", "plain", "\"\\\n\t\b\f\x01", "é", "\xc3", "\xa9", "\U0001f600", "\u2028<>&", "\x7f"))
			}
			response.Chunks = append(response.Chunks, piece)
		}
		if len(response.Chunks) > 0 && random.IntN(2) == 0 {
			response.Body, response.Chunks = response.Chunks[0], response.Chunks[1:]
		}
		for _, kind := range kinds {
			checkThrough(t, kind, response, fine)
		}
	}
}

// TestAnyRequest is the property that every request reads the same through every front end, but for
// what a front end loses.
func TestAnyRequest(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pick := func(all ...string) string { return all[random.IntN(len(all))] }
	for range rounds(1000) {
		query, values := "", map[string][]string{}
		for range random.IntN(4) {
			encoded := pick("a", "b%20b", "%25", "c+c")
			decoded := strings.NewReplacer("b%20b", "b b", "%25", "%", "c+c", "c c").Replace(encoded)
			query += "&" + encoded + "=" + encoded
			values[decoded] = append(values[decoded], decoded)
		}
		body := make([]byte, random.IntN(60))
		for i := range body {
			body[i] = byte(random.IntN(256))
		}
		for _, kind := range kinds {
			r := httptest.NewRequest(pick("GET", "POST", "DELETE"), "http://example.com/a%20b?"+strings.TrimPrefix(query, "&"), bytes.NewReader(body))
			r.Header["X-Many"] = []string{"1", "2"}
			r.Header.Set("Content-Type", "application/octet-stream")
			event, err := httpsim.Endpoint{Kind: kind, BinaryMediaTypes: []string{"*/*"}}.Event(r)
			if err != nil {
				t.Fatal(err)
			}
			got := httpevent.Read(event)
			gotBody, err := got.Body()
			if err != nil || !bytes.Equal(gotBody, body) {
				t.Fatalf("%s: body %q, %v, want %q", kind, gotBody, err, body)
			}
			if got.Kind() != kind || got.Method() != r.Method || got.Path() != "/a%20b" || got.Host() != "example.com" || got.SourceIP() != "192.0.2.1" {
				t.Fatalf("%s: %s %s %s %s %s", kind, got.Kind(), got.Method(), got.Path(), got.Host(), got.SourceIP())
			}
			many := strings.Join(got.Header().Values("x-many"), ",")
			if want := map[bool]string{true: "2", false: "1,2"}[oneValue(kind)]; many != want {
				t.Fatalf("%s: X-Many %q, want %q", kind, many, want)
			}
			for key, all := range values {
				if oneValue(kind) {
					all = all[len(all)-1:]
				}
				if strings.Join(got.Query()[key], "\n") != strings.Join(all, "\n") {
					t.Fatalf("%s: %s: query %q, want %q", kind, r.URL.RawQuery, got.Query(), values)
				}
			}
			if len(got.Query()) != len(values) {
				t.Fatalf("%s: query %q, want %q", kind, got.Query(), values)
			}
		}
	}
}

// FuzzAppend is [TestAnyResponse] with what the fuzzer finds.
func FuzzAppend(f *testing.F) {
	f.Add(200, "Content-Type", "application/json", []byte(`{"a":"é"}`), []byte("\n"))
	f.Add(204, "Set-Cookie", "a=1", []byte("x"), []byte{})
	f.Add(0, "", "\r\n", []byte("\xff"), []byte("\xc3\xa9"))
	f.Fuzz(func(t *testing.T, status int, name, value string, first, second []byte) {
		response := &httpevent.Response{StatusCode: status, Header: http.Header{http.CanonicalHeaderKey(name): {value}}, Body: first, Chunks: [][]byte{second}}
		fine := (status == 0 || status >= 200 && status <= 599) && utf8.ValidString(value) && name != ""
		for _, c := range []byte(value) {
			fine = fine && (c >= ' ' || c == '\t') && c != 0x7f
		}
		for _, c := range []byte(name) {
			fine = fine && c > ' ' && c < 0x7f && !strings.ContainsRune(`"(),/:;<=>?@[\]{}`, rune(c))
		}
		switch strings.ToLower(name) {
		case "connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade":
			response.Header = http.Header{}
		}
		for _, kind := range kinds {
			checkThrough(t, kind, response, fine)
		}
		_, _ = through(t, httpevent.RESTAPI, &httpevent.Response{StatusCode: status, Body: first})
		if _, err := httpevent.NewHandler(says(response, nil), slog.New(slog.DiscardHandler)).Invoke(context.Background(), first); err != nil {
			t.Fatal(err)
		}
	})
}
