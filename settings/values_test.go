package settings

import (
	"strings"
	"testing"
)

// cdk.json and -c options give values of any JSON type.
func TestValuesOfTheWrongTypeOrFormAreRejected(t *testing.T) {
	const stageRule = " is not up to 20 lower-case letters, digits and single hyphens, starting with a letter; write it like -c stage=prod"
	for _, c := range []struct {
		context Context
		want    string
	}{
		{Context{"stage": 5.0}, "context: stage: 5 is not text; "},
		{Context{"stage": []any{"a"}}, `context: stage: ["a"] is not text; `},
		{Context{"stage": true}, "context: stage: true is not text; "},
		{Context{"stage": nil}, "context: stage: null is not text; "},
		{Context{"stage": ""}, "context: stage: it is empty; "},
		{Context{"stage": "Prod"}, `context: stage: "Prod"` + stageRule},
		{Context{"stage": "1st"}, `context: stage: "1st"` + stageRule},
		{Context{"stage": "a-"}, `context: stage: "a-"` + stageRule},
		{Context{"stage": "a--b"}, `context: stage: "a--b"` + stageRule},
		{Context{"stage": "a b"}, `context: stage: "a b"` + stageRule},
		{Context{"stage": "a\nb"}, `context: stage: "a\nb"` + stageRule},
		{Context{"stage": strings.Repeat("a", 21)}, `context: stage: "aaaaaaaaaaaaaaaaaaaaa"` + stageRule},
		{Context{"architecture": "amd64"}, `context: architecture: "amd64" is unknown; use one of arm64, x86_64`},
		{Context{"architecture": ""}, "context: architecture: it is empty; use one of arm64, x86_64"},
		{Context{"architecture": 64.0}, "context: architecture: 64 is not text; use one of arm64, x86_64"},
		{Context{"protect": "yes"}, `context: protect: "yes" is not true or false; use true or false`},
		{Context{"protect": 1.0}, "context: protect: 1 is not true or false; "},
		{Context{"protect": nil}, "context: protect: null is not true or false; "},
		{Context{"protect": ""}, `context: protect: "" is not true or false; `},
		{Context{"monitoring": "on"}, `context: monitoring: "on" is not true or false; use true or false`},
		{Context{"monitoring": true, "alarmEmail": 7.0}, "context: alarmEmail: 7 is not text; "},
	} {
		if _, err := c.context.Config(); err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: got\n%v\nwant\n%s", c.context, err, c.want)
		}
	}
}
