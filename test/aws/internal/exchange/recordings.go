package exchange

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"unicode/utf8"

	"example.com/alb-lambda/lambda/httpsim/vectors"
)

// Recordings are what was sent and what came, in the format of the vectors: what AWS did can become
// one of them.
type Recordings struct{ all []recording }

type recording struct {
	Name     string    `json:"name"`
	Source   string    `json:"source"`
	Basis    string    `json:"basis"`
	Endpoint endpoint  `json:"endpoint"`
	Request  *sent     `json:"request,omitempty"`
	Event    *event    `json:"event,omitempty"`
	Function any       `json:"function,omitempty"`
	Response *response `json:"response,omitempty"`
}

type endpoint struct {
	Kind  string `json:"kind"`
	Stage string `json:"stage,omitempty"`
}

type sent struct {
	Method  string      `json:"method,omitempty"`
	Target  string      `json:"target,omitempty"`
	Headers [][2]string `json:"headers,omitempty"`
	Body    string      `json:"body,omitempty"`
	Base64  string      `json:"base64,omitempty"`
}

type event struct {
	Is json.RawMessage `json:"is"`
}

type response struct {
	Status   int                 `json:"status"`
	Headers  map[string][]string `json:"headers,omitempty"`
	Body     *string             `json:"body,omitempty"`
	Base64   string              `json:"base64,omitempty"`
	FrontEnd bool                `json:"frontEnd,omitempty"`
}

// largest is from which size on a body or an event is not kept: it would be repetition.
const largest = 16 << 10

// AddEvent keeps an event, without what is private: the account and the addresses.
func (r *Recordings) AddEvent(v *vectors.Vector, got []byte) {
	if len(got) > largest {
		return
	}
	r.all = append(r.all, recording{
		Name: "recorded: " + v.Name, Endpoint: endpoint{Kind: v.Endpoint.Kind, Stage: v.Endpoint.Stage}, Event: &event{Is: json.RawMessage(anonymous(got))},
	})
}

// AddResponse keeps a response, and what the function returned for it.
func (r *Recordings) AddResponse(v *vectors.Vector, got *Response) {
	request := &sent{Method: v.Request.Method, Target: string(v.Request.Target), Body: string(v.Request.Body)}
	if v.Request.Base64 != nil {
		request.Body, request.Base64 = "", base64.StdEncoding.EncodeToString(v.Request.Base64)
	}
	for _, h := range v.Request.Headers {
		request.Headers = append(request.Headers, [2]string{string(h[0]), string(h[1])})
	}
	function := map[string]any{}
	size := len(request.Target) + len(request.Body) + len(got.Body)
	switch f := v.Function; {
	case f.Error != "":
		function["error"] = f.Error
	case f.Text != nil:
		function["text"] = string(*f.Text)
		size += len(*f.Text)
	default:
		function["returns"] = f.Returns
	}
	for _, h := range request.Headers {
		size += len(h[1])
	}
	if size > largest {
		return
	}
	back := &response{Status: got.Status, Headers: kept(got.Header), FrontEnd: v.Response.FrontEnd}
	if utf8.Valid(got.Body) {
		back.Body = new(string(got.Body))
	} else {
		back.Base64 = base64.StdEncoding.EncodeToString(got.Body)
	}
	r.all = append(r.all, recording{
		Name: "recorded: " + v.Name, Endpoint: endpoint{Kind: v.Endpoint.Kind, Stage: v.Endpoint.Stage}, Request: request, Function: function, Response: back,
	})
}

// kept are the headers that say nothing of the moment.
func kept(header http.Header) map[string][]string {
	kept := map[string][]string{}
	for name, values := range header {
		if !slices.Contains([]string{"Date", "X-Amzn-Requestid", "X-Amz-Apigw-Id", "X-Amzn-Trace-Id", "Via", "X-Amz-Cf-Id", "X-Amz-Cf-Pop"}, name) {
			kept[name] = values
		}
	}
	return kept
}

// Write writes the file, and returns where it is. It is read as a folder of vectors is.
func (r *Recordings) Write(dir, name, source string) (string, error) {
	for i := range r.all {
		r.all[i].Source, r.all[i].Basis = source, string(vectors.Recorded)
	}
	if r.all == nil {
		r.all = []recording{}
	}
	text, err := json.MarshalIndent(r.all, "", "  ")
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "recordings")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	file := filepath.Join(dir, name)
	return file, os.WriteFile(file, append(text, '\n'), 0o644)
}

var (
	accounts  = regexp.MustCompile(`\b[0-9]{12}\b`)
	addresses = regexp.MustCompile(`\b([0-9]{1,3}\.){3}[0-9]{1,3}\b`)
)

// own is the header that no vector sends.
var own = regexp.MustCompile(`(?i)("x-prove":\s*(\["[^"]*"\]|"[^"]*")\s*,\s*)|(,\s*"x-prove":\s*(\["[^"]*"\]|"[^"]*"))`)

// anonymous has the examples of AWS's documentation in place of accounts and addresses.
func anonymous(event []byte) []byte {
	event = own.ReplaceAll(event, nil)
	return addresses.ReplaceAll(accounts.ReplaceAll(event, []byte("123456789012")), []byte("192.0.2.1"))
}
