package load

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// Where the id of a request is.
const (
	queryKey  = "id"
	headerKey = "X-Load-Id"
)

func path(id string) string { return "/echo/" + id }

func body(id string) string { return `{"id":"` + id + `"}` }

// idOf reads the id of the request that a result belongs to.
func idOf(result *vegeta.Result) (string, error) {
	address, err := url.Parse(result.URL)
	if err != nil {
		return "", err
	}
	return address.Query().Get(queryKey), nil
}

// An event is what the echo reports that the function received.
type event struct {
	HTTPMethod, Path                string
	MultiValueHeaders               map[string][]string
	MultiValueQueryStringParameters map[string][]string
	Body                            string
	IsBase64Encoded                 bool
}

// check compares a response with the request.
func check(result *vegeta.Result, integrationType string) error {
	id, err := idOf(result)
	if err != nil {
		return err
	}
	if result.Code != http.StatusOK {
		return fmt.Errorf("%s: status %d: %.200s", id, result.Code, result.Body)
	}
	var response struct {
		IntegrationType string
		RequestEvent    event
	}
	if err := json.Unmarshal(result.Body, &response); err != nil {
		return fmt.Errorf("%s: %w: %.200s", id, err, result.Body)
	}
	got := response.RequestEvent
	if got.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(got.Body)
		if err != nil {
			return fmt.Errorf("%s: body: %w", id, err)
		}
		got.Body = string(decoded)
	}
	for _, part := range []struct{ what, got, want string }{
		{"integrationType", response.IntegrationType, integrationType},
		{"method", got.HTTPMethod, http.MethodPost},
		{"path", got.Path, path(id)},
		{"query", strings.Join(got.MultiValueQueryStringParameters[queryKey], " and "), id},
		{"header", strings.Join(header(got, headerKey), " and "), id},
		{"body", got.Body, body(id)},
	} {
		if part.got != part.want {
			return fmt.Errorf("%s: %s is %q, want %q", id, part.what, part.got, part.want)
		}
	}
	return nil
}

// header finds the values of a header: a load balancer writes its name in lower case.
func header(e event, name string) []string {
	var values []string
	for key, more := range e.MultiValueHeaders {
		if strings.EqualFold(key, name) {
			values = slices.Concat(values, more)
		}
	}
	return values
}
