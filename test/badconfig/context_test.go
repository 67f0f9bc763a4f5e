package badconfig

import (
	"strings"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/settings"
	"example.com/alb-lambda/stacks"
)

const stageRule = " is not up to 20 lower-case letters, digits and single hyphens, starting with a letter; "

// contextRefusals are what a user of the app may get wrong.
var contextRefusals = []refusal{
	{name: "stage is a number", context: settings.Context{"stage": 5.0}, want: []string{"context: stage: 5 is not text; "}},
	{name: "stage is a list", context: settings.Context{"stage": []any{"a"}}, want: []string{`context: stage: ["a"] is not text; `}},
	{name: "stage is true", context: settings.Context{"stage": true}, want: []string{"context: stage: true is not text; "}},
	{name: "stage is null", context: settings.Context{"stage": nil}, want: []string{"context: stage: null is not text; "}},
	{name: "stage is empty", context: settings.Context{"stage": ""}, want: []string{"context: stage: it is empty; "}},
	{name: "stage in capitals", context: settings.Context{"stage": "Prod"}, want: []string{`context: stage: "Prod"` + stageRule}},
	{name: "stage begins with a digit", context: settings.Context{"stage": "1st"}, want: []string{`context: stage: "1st"` + stageRule}},
	{name: "stage ends with a hyphen", context: settings.Context{"stage": "a-"}, want: []string{`context: stage: "a-"` + stageRule}},
	{name: "stage with two hyphens", context: settings.Context{"stage": "a--b"}, want: []string{`context: stage: "a--b"` + stageRule}},
	{name: "stage with a space", context: settings.Context{"stage": "a b"}, want: []string{`context: stage: "a b"` + stageRule}},
	{name: "stage with a line break", context: settings.Context{"stage": "a\nb"}, want: []string{`context: stage: "a\nb"` + stageRule}},
	{name: "stage is long", context: settings.Context{"stage": strings.Repeat("a", 21)}, want: []string{`context: stage: "aaaaaaaaaaaaaaaaaaaaa"` + stageRule}},
	{name: "architecture is unknown", context: settings.Context{"architecture": "amd64"}, want: []string{`context: architecture: "amd64" is unknown; use one of arm64, x86_64`}},
	{name: "architecture is empty", context: settings.Context{"architecture": ""}, want: []string{"context: architecture: it is empty; use one of arm64, x86_64"}},
	{name: "architecture is a number", context: settings.Context{"architecture": 64.0}, want: []string{"context: architecture: 64 is not text; use one of arm64, x86_64"}},
	{name: "protect is a word", context: settings.Context{"protect": "yes"}, want: []string{`context: protect: "yes" is not true or false; use true or false`}},
	{name: "protect is a number", context: settings.Context{"protect": 1.0}, want: []string{"context: protect: 1 is not true or false; "}},
	{name: "protect is null", context: settings.Context{"protect": nil}, want: []string{"context: protect: null is not true or false; "}},
	{name: "protect is empty", context: settings.Context{"protect": ""}, want: []string{`context: protect: "" is not true or false; `}},
	{name: "a key with a slip", context: settings.Context{"stge": "prod"}, want: []string{"context: stge: the key is unknown; did you mean stage?"}},
	{name: "a key in capitals", context: settings.Context{"Protect": "true"}, want: []string{"context: Protect: the key is unknown; did you mean protect?"}},
	{name: "a key like no other", context: settings.Context{"zone": "a"}, want: []string{"context: zone: the key is unknown; "}},
	{name: "all keys at once", context: settings.Context{"stage": "X", "architecture": "y", "protect": "z", "arhcitecture": "y"}, want: []string{
		`context: stage: "X"` + stageRule,
		`context: architecture: "y" is unknown; `,
		`context: protect: "z" is not true or false; `,
		"context: arhcitecture: the key is unknown; did you mean architecture?",
	}},
	{name: "a program's config", make: func(s *site) {
		stacks.New(s.stack, stacks.Config{Stage: "X", Architecture: gofunction.Architecture("y")})
	}, want: []string{`stacks: Stage: "X"` + stageRule, `stacks: Architecture: "y" is unknown; `}},
}
