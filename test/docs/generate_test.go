package docs

import (
	"bytes"
	"fmt"
	"go/format"
	"path"
	"slices"
	"strings"
)

// packages that a snippet may use, by name.
var packages = map[string]string{
	"actions":               "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions",
	"athenalogs":            "example.com/alb-lambda/constructs/athenalogs",
	"awscdk":                "github.com/aws/aws-cdk-go/awscdk/v2",
	"awscertificatemanager": "github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager",
	"awsapigateway":         "github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway",
	"awscodedeploy":         "github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy",
	"awsec2":                "github.com/aws/aws-cdk-go/awscdk/v2/awsec2",
	"awsiam":                "github.com/aws/aws-cdk-go/awscdk/v2/awsiam",
	"awslambda":             "github.com/aws/aws-cdk-go/awscdk/v2/awslambda",
	"awslogs":               "github.com/aws/aws-cdk-go/awscdk/v2/awslogs",
	"awss3":                 "github.com/aws/aws-cdk-go/awscdk/v2/awss3",
	"awssns":                "github.com/aws/aws-cdk-go/awscdk/v2/awssns",
	"elb":                   "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2",
	"jsii":                  "github.com/aws/jsii-runtime-go",
	"restapi":               "example.com/alb-lambda/constructs/restapi",
	"gofunction":            "example.com/alb-lambda/constructs/gofunction",
	"lambdaalb":             "example.com/alb-lambda/constructs/lambdaalb",
	"logbucket":             "example.com/alb-lambda/constructs/logbucket",
	"monitoring":            "example.com/alb-lambda/constructs/monitoring",
	"rollout":               "example.com/alb-lambda/constructs/rollout",
	"slices":                "slices",
	"strings":               "strings",
	"network":               "example.com/alb-lambda/constructs/network",
	"time":                  "time",
}

// names of the world that the page speaks of.
var names = []string{
	"stack", "other", "vpc", "group", "certificate", "secure", "zone", "trustStore", "bucket",
	"pool", "client", "domain", "f", "stable", "canary", "orders", "check", "alb", "route",
}

// generate writes a Go function for each feature, and for each section without one.
func generate(sections []section) ([]byte, error) {
	var body bytes.Buffer
	body.WriteString("// snippets are the code of the page, by section and feature.\nvar snippets = map[string]func(w *world){\n")
	for i := range sections {
		s := &sections[i]
		fmt.Fprintf(&body, "%q: func(w *world) {\n%s},\n", s.title, function(s.fill("")))
		for _, r := range s.features {
			fmt.Fprintf(&body, "%q: func(w *world) {\n%s},\n", s.name(&r), function(s.fill(r.written)))
		}
	}
	body.WriteString("}\n")

	var file bytes.Buffer
	file.WriteString("// Code generated from docs/constructs.md by go test ./test/docs -update; DO NOT EDIT.\n\npackage docs\n\nimport (\n")
	var used []string
	for name := range packages {
		if uses(body.String(), name+".") {
			used = append(used, name)
		}
	}
	slices.SortFunc(used, func(a, b string) int { return strings.Compare(packages[a], packages[b]) })
	for _, name := range used {
		alias := ""
		if path.Base(packages[name]) != name {
			alias = name
		}
		fmt.Fprintf(&file, "%s %q\n", alias, packages[name])
	}
	file.WriteString(")\n\n")
	file.Write(body.Bytes())
	return format.Source(file.Bytes())
}

// function is the body of a snippet: the names that it uses, and its code.
func function(code string) string {
	var body strings.Builder
	for _, name := range names {
		if uses(code, name) {
			fmt.Fprintf(&body, "%s := w.%s()\n", name, name)
		}
	}
	body.WriteString(code)
	for _, name := range []string{"edge", "api"} {
		if strings.Contains(code, name+" := ") {
			fmt.Fprintf(&body, "_ = %s\n", name)
		}
	}
	return body.String()
}

// uses says whether code has a name as a word that stands for itself: not a field, a method or a
// part of a text.
func uses(code, name string) bool {
	for rest := code; ; {
		before, after, found := strings.Cut(rest, name)
		if !found {
			return false
		}
		end := strings.TrimLeft(after, " \t")
		starts := before == "" || !strings.ContainsAny(before[len(before)-1:], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.\"/-")
		ends := strings.HasSuffix(name, ".") || after == "" || strings.ContainsAny(after[:1], ",)}.") || end == ""
		if starts && ends {
			return true
		}
		rest = after
	}
}
