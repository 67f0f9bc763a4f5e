package lambdaalb

import (
	"reflect"
	"testing"
)

func TestReadMatch(t *testing.T) {
	for conditions, want := range map[string]*Match{
		`[{"field":"path-pattern","pathPatternConfig":{"values":["/a","/b/*"],"regexValues":["^/c"]}}]`: {Paths: []string{"/a", "/b/*"}, PathRegex: []string{"^/c"}},
		`[{"Field":"path-pattern","Values":["/a"]},{"Field":"host-header","Values":["a.b"]}]`:           {Paths: []string{"/a"}, Hosts: []string{"a.b"}},
		`[{"Field":"host-header","HostHeaderConfig":{"Values":["a.b"],"RegexValues":["^a"]}}]`:          {Hosts: []string{"a.b"}, HostRegex: []string{"^a"}},
		`[{"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"X","Values":["1"]}},{"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"Y","RegexValues":["2"]}}]`: {
			Headers: []HeaderMatch{{Name: "X", Values: []string{"1"}}, {Name: "Y", Regex: []string{"2"}}}},
		`[{"Field":"http-request-method","HttpRequestMethodConfig":{"Values":["GET"]}},{"Field":"source-ip","SourceIpConfig":{"Values":["10.0.0.0/8"]}}]`: {
			Methods: []string{"GET"}, SourceIPs: []string{"10.0.0.0/8"}},
		`[{"Field":"query-string","QueryStringConfig":{"Values":[{"Key":"a","Value":"1"},{"Value":"2"}]}}]`: {Query: []QueryMatch{{Key: "a", Value: "1"}, {Value: "2"}}},
		`[{"Field":"host-header","HostHeaderConfig":{"Values":[{"Ref":"Host"}]}}]`:                          {Hosts: []string{`${Token[Shop {"Ref":"Host"}]}`}},
		`[{"Field":"path-pattern","Values":["/a"]},{"Field":"path-pattern","Values":["/b"]}]`:               nil,
		`[{"Field":"cookie","Values":["/a"]}]`:                                                              nil,
		`[{"Field":"path-pattern","Other":{}}]`:                                                             nil,
		`{"Fn::If":["A",[],[]]}`:                                                                            nil,
		`[]`:                                                                                                nil,
		`null`:                                                                                              nil,
	} {
		m, ok := readMatch([]byte(conditions), "Shop")
		if ok != (want != nil) || ok && !reflect.DeepEqual(m, *want) {
			t.Errorf("%s: %+v, %v", conditions, m, ok)
		}
	}
}
