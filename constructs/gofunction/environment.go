package gofunction

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

const maxEnvironment = 4096

var variableName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]+$`)

// reserved are the variables that Lambda sets itself and rejects:
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
var reserved = []string{
	"AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
	"AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_XRAY_DAEMON_ADDRESS",
	"AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
	"AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
	"AWS_LAMBDA_RUNTIME_API", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "_HANDLER", "_X_AMZN_TRACE_ID",
}

func checkEnvironment(environment map[string]string, faults *fault.List) {
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		switch {
		case token.In(name):
			faults.Add("Environment", fmt.Sprintf("the name %q holds a token", name), "use a name that is known at synth")
		case slices.Contains(reserved, name):
			faults.Add("Environment", fmt.Sprintf("%q is set by Lambda itself", name), "use another name")
		case !variableName.MatchString(name):
			faults.Add("Environment", fmt.Sprintf("%q is not a letter followed by letters, digits and _", name), "use a name like LOG_LEVEL")
		}
	}
	if size := environmentSize(environment); size > maxEnvironment {
		faults.Add("Environment", fmt.Sprintf("as JSON, %d bytes are over the limit of %d", size, maxEnvironment),
			"keep large values in a parameter or an object")
	}
}

// variables checks, when the app is synthesized, the environment with what AddEnvironment and
// others have added.
type variables struct {
	path     string
	function awslambda.CfnFunction
}

// Validate is called by CDK, in each synthesis.
func (v *variables) Validate() *[]*string {
	resolved, _ := v.function.Stack().Resolve(v.function.Environment()).(map[string]any)
	values, _ := resolved["variables"].(map[string]any)
	environment := map[string]string{}
	for name, value := range values {
		environment[name], _ = value.(string) // empty where it is known at deployment only
	}
	faults := fault.New(v.path)
	checkEnvironment(environment, faults)
	found := []*string{}
	if err, ok := errors.AsType[*fault.Error](faults.Err()); ok {
		for _, f := range err.Faults {
			found = append(found, jsii.String(f.String()))
		}
	}
	return &found
}

// environmentSize is the size of the environment as Lambda measures it: as a JSON object, in which
// only what JSON has to escape is escaped. The values of tokens, which are not known, count as
// empty.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
func environmentSize(environment map[string]string) int {
	known := maps.Clone(environment)
	for name, value := range environment {
		if token.In(value) {
			known[name] = ""
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(known); err != nil {
		return 0 // a map of strings has no other error than that of the writer
	}
	text := strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(out.String())
	return len(text) - len("\n")
}
