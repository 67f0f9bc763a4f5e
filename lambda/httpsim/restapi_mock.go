package httpsim

import (
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

var (
	mockDecides = regexp.MustCompile(`#\{?if\b`)
	mockStatus  = regexp.MustCompile(`"?statusCode"?\s*:\s*(\d{3})`)
	// The template that CDK writes for several origins.
	oneOrigin    = regexp.MustCompile(`\$origin == "([^"]+)"`)
	originMatch  = regexp.MustCompile(`\$origin\.matches\("([^"]+)"\)`)
	headerTarget = "method.response.header."
)

// mock returns the response of a mock integration. The status that the request template names
// selects one of the integration's responses, whose parameters in quotes are the values of headers;
// the template is the one for the media type of the request, or for application/json. Of response
// templates, the one is known that CDK writes for a preflight request with several origins; others,
// and request templates that decide by the request, are not simulated.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
func (m *method) mock(r *http.Request) *Response {
	template, ok := m.integration.RequestTemplates[mediaType(r)]
	if !ok {
		template = m.integration.RequestTemplates["application/json"]
	}
	if mockDecides.MatchString(template) {
		return notSimulated(r, "the mock integration's request template")
	}
	status := ""
	if found := mockStatus.FindStringSubmatch(template); found != nil {
		status = found[1]
	}
	chosen := -1
	for i, response := range m.integration.IntegrationResponses {
		if matched, _ := regexp.MatchString("^(?:"+response.SelectionPattern+")$", status); response.SelectionPattern != "" && matched {
			chosen = i
			break
		}
		if response.SelectionPattern == "" && chosen < 0 {
			chosen = i
		}
	}
	if chosen < 0 {
		response := apiError(r, http.StatusInternalServerError, "InternalServerErrorException", "Internal server error")
		response.Reason = "no response of the mock integration is for the status " + status
		return response
	}
	response := m.integration.IntegrationResponses[chosen]
	header := http.Header{"Content-Type": {"application/json"}}
	for parameter, value := range response.ResponseParameters {
		name, ok := strings.CutPrefix(parameter, headerTarget)
		text, quoted := strings.CutPrefix(value, "'")
		if !ok || !quoted {
			return notSimulated(r, "the mock integration's response parameter "+parameter)
		}
		header.Set(name, strings.TrimSuffix(text, "'"))
	}
	for _, template := range response.ResponseTemplates {
		if strings.TrimSpace(template) == "" {
			continue
		}
		if !strings.Contains(template, "$context.responseOverride.header.Access-Control-Allow-Origin = $origin") {
			return notSimulated(r, "the mock integration's response template")
		}
		if origin := r.Header.Get("Origin"); allowsOrigin(template, origin) {
			header.Set("Access-Control-Allow-Origin", origin)
		}
	}
	code, _ := strconv.Atoi(string(response.StatusCode)) // 0 of what is none
	if code < 100 || code > 599 {
		return notSimulated(r, "the mock integration's status "+string(response.StatusCode))
	}
	own := newResponse(r, code, header, nil)
	own.Reason = "the integration of the method is a mock"
	return own
}

// mediaType is the media type of a request, by which API Gateway selects a template.
func mediaType(r *http.Request) string {
	is, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return is
}

// allowsOrigin reports whether CDK's template has the origin among its own.
func allowsOrigin(template, origin string) bool {
	for _, found := range oneOrigin.FindAllStringSubmatch(template, -1) {
		if found[1] == origin {
			return true
		}
	}
	for _, found := range originMatch.FindAllStringSubmatch(template, -1) {
		if matched, _ := regexp.MatchString("^(?:"+found[1]+")$", origin); matched {
			return true
		}
	}
	return false
}
