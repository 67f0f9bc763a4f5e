package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// variable are the members that differ from request to request, from account to account or from
// network to network: of these only the presence is compared.
var variable = map[string]bool{
	"requestContext.elb.targetGroupArn":    true,
	"requestContext.serviceArn":            true,
	"requestContext.serviceNetworkArn":     true,
	"requestContext.identity.sourceVpcArn": true,
	"requestContext.region":                true,
	"requestContext.accountId":             true,
	"requestContext.apiId":                 true,
	"requestContext.deploymentId":          true,
	"requestContext.domainName":            true,
	"requestContext.domainPrefix":          true,
	"requestContext.extendedRequestId":     true,
	"requestContext.requestId":             true,
	"requestContext.requestTime":           true,
	"requestContext.requestTimeEpoch":      true,
	"requestContext.resourceId":            true,
	"requestContext.time":                  true,
	"requestContext.timeEpoch":             true,
	"requestContext.identity.sourceIp":     true,
	"requestContext.http.sourceIp":         true,
	"headers.x-amzn-trace-id":              true,
	"multiValueHeaders.x-amzn-trace-id":    true,
	"headers.x-forwarded-port":             true,
	"multiValueHeaders.x-forwarded-port":   true,
	"headers.x-forwarded-proto":            true,
	"multiValueHeaders.x-forwarded-proto":  true,
}

// Differences compares an event with the one that httpsim makes. Where a member is there in one of
// them alone, or differs, there is a line.
func Differences(got, simulated []byte) ([]string, error) {
	g, err := parse(got)
	if err != nil {
		return nil, fmt.Errorf("the event: %w", err)
	}
	s, err := parse(simulated)
	if err != nil {
		return nil, fmt.Errorf("the simulated event: %w", err)
	}
	var lines []string
	compare("", g, s, &lines)
	return lines, nil
}

func parse(text []byte) (v any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&v)
	return v, err
}

func compare(path string, got, simulated any, lines *[]string) {
	g, isObject := got.(map[string]any)
	s, both := simulated.(map[string]any)
	if isObject && both {
		keys := maps.Clone(g)
		maps.Copy(keys, s)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			inner := strings.TrimPrefix(path+"."+key, ".")
			_, here := g[key]
			_, there := s[key]
			switch {
			case here && there:
				compare(inner, g[key], s[key], lines)
			case here:
				*lines = append(*lines, fmt.Sprintf("%s is %s; httpsim has none", inner, text(g[key])))
			default:
				*lines = append(*lines, fmt.Sprintf("%s is missing; httpsim has %s", inner, text(s[key])))
			}
		}
		return
	}
	if !variable[normal(path)] && !reflect.DeepEqual(got, simulated) {
		*lines = append(*lines, fmt.Sprintf("%s is %s; httpsim has %s", path, text(got), text(simulated)))
	}
}

// normal is a path with the name of a header in lower case.
func normal(path string) string {
	kind, name, ok := strings.Cut(path, ".")
	if ok && (kind == "headers" || kind == "multiValueHeaders") {
		return kind + "." + strings.ToLower(name)
	}
	return path
}

func text(v any) string {
	b, _ := json.Marshal(v) // it was JSON
	if len(b) > 120 {
		return string(b[:120]) + "…"
	}
	return string(b)
}
