package monitoring_test

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

// both creates a stack with one function behind both front ends, and the props to observe all of
// it.
func both(t *testing.T) (awscdk.Stack, *monitoring.Props) {
	t.Helper()
	stack := cdktest.Stack(t)
	function := cdktest.Function(stack, "Function")
	api := restapi.New(stack, "API", &restapi.Props{Function: function, StageName: "blue"})
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)})
	route := edge.Mount("/echo", &lambdaalb.MountProps{Function: function})
	return stack, &monitoring.Props{
		LoadBalancer: edge.ApplicationLoadBalancer(),
		TargetGroups: route.TargetGroups(),
		API:          api.API(),
		Functions:    []awslambda.IFunction{function},
	}
}

// widget of a dashboard, as the console reads it.
type widget struct {
	Type                string
	X, Y, Width, Height int
	Properties          struct {
		Title                string
		Stat                 string
		Metrics              [][]any
		SetPeriodToTimeRange bool
		YAxis                map[string]map[string]any
		Alarms               []any
	}
}

// dashboard reads the body of the template's dashboard; a reference in it is the text "<logical
// id>".
func dashboard(t *testing.T, template *cdktest.Template) []widget {
	t.Helper()
	body := template.One("AWS::CloudWatch::Dashboard").Properties["DashboardBody"]
	var text strings.Builder
	switch body := body.(type) {
	case string:
		text.WriteString(body)
	case map[string]any:
		for _, part := range body["Fn::Join"].([]any)[1].([]any) {
			if literal, ok := part.(string); ok {
				text.WriteString(literal)
			} else {
				text.WriteString(reference(part))
			}
		}
	}
	var read struct {
		Start   string
		Widgets []widget
	}
	if err := json.Unmarshal([]byte(text.String()), &read); err != nil {
		t.Fatalf("%v in %s", err, text.String())
	}
	return read.Widgets
}

func reference(value any) string {
	text := cdktest.JSON(value)
	return "<" + strings.NewReplacer(`"`, "", `\`, "").Replace(text) + ">"
}

func titled(t *testing.T, widgets []widget, title string) widget {
	t.Helper()
	for _, w := range widgets {
		if w.Properties.Title == title {
			return w
		}
	}
	t.Fatalf("no widget is titled %q", title)
	return widget{}
}
