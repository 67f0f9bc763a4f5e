package gofunction_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// Variables that are added later are in the same environment.
func TestVariablesAddedLaterAreChecked(t *testing.T) {
	half := strings.Repeat("x", 2040)
	for name, c := range map[string]struct {
		variable, value, want string
	}{
		"as long as there is room":   {"BB", strings.Repeat("x", 4096-len(half)-len(`{"AA":"","BB":""}`)), ""},
		"one byte more":              {"BB", strings.Repeat("x", 4096-len(half)-len(`{"AA":"","BB":""}`)+1), "Environment: as JSON, 4097 bytes are over the limit of 4096"},
		"known at deployment only":   {"BB", *awscdk.Aws_REGION(), ""},
		"a name that Lambda rejects": {"LOG-LEVEL", "x", `Environment: "LOG-LEVEL" is not a letter followed by letters, digits and _`},
	} {
		t.Run(name, func(t *testing.T) {
			app := cdktest.App(t)
			f := gofunction.New(awscdk.NewStack(app, jsii.String("test"), nil), "F", &gofunction.Props{Package: hello, Environment: map[string]string{"AA": half}})
			f.LambdaFunction().AddEnvironment(&c.variable, &c.value, nil)
			var problem string
			func() {
				defer func() {
					if cause := recover(); cause != nil {
						problem = fmt.Sprint(cause)
					}
				}()
				app.Synth(nil)
			}()
			if (c.want == "") != (problem == "") || !strings.Contains(problem, c.want) {
				t.Errorf("got  %s\nwant %s", problem, c.want)
			}
		})
	}
}
