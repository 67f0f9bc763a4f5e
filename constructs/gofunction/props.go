package gofunction

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/constructs/internal/retention"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
)

// Architecture is the instruction set that the function is built for.
type Architecture string

// The architectures of Lambda.
const (
	ARM64 Architecture = "arm64"
	AMD64 Architecture = "x86_64"
)

// Defaults of [Props].
const (
	DefaultMemoryMB         = 128
	DefaultTimeout          = 10 * time.Second
	DefaultLogRetentionDays = retention.DefaultDays // 30
)

// Props of a [Function]. The limits are those of
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
type Props struct {
	// Package is the main package, as the go command names it: a path like "./lambda/echo" relative to
	// Dir, or an import path. Required.
	Package string
	// Dir is the folder where the go command runs. Default: the working folder, which under the CDK
	// toolkit is the one that holds cdk.json.
	Dir string
	// Tags are build tags, on top of lambda.norpc, which leaves out the RPC mode of the retired go1.x
	// runtime. Default: none.
	Tags []string
	// LDFlags are flags for the linker, on top of "-s -w", which leave out the symbol table:
	// "-X main.version=1.2.3". What differs from build to build, such as the time, gives a new asset
	// at each synth. Default: none.
	LDFlags string
	// Architecture is what the function runs on. Default: arm64, which costs a fifth less for the same
	// time.
	Architecture Architecture
	// Description is shown in the console, at most 256 characters. Default: none.
	Description string
	// MemoryMB is the memory in MB, 128..10240; CPU grows with it. Default: 128.
	MemoryMB int
	// EphemeralStorageMB is the size of /tmp in MB, 512..10240; what is over 512 costs extra. Default:
	// Lambda's own, 512.
	EphemeralStorageMB int
	// Timeout ends an invocation: whole seconds, 1s to 15m. API Gateway waits at most 29 seconds.
	// Default: 10 seconds.
	Timeout time.Duration
	// Environment is the function's environment, at most 4,096 bytes as a JSON object of names and
	// values. It is no place for secrets: whoever may read the function's configuration reads them.
	// Default: none.
	Environment map[string]string
	// ReservedConcurrency is how many invocations may run at once; so many are taken from what the
	// account has for all its functions. Zero stops the function. Default, nil: no limit but the
	// account's.
	ReservedConcurrency *int
	// Tracing records invocations with AWS X-Ray, and lets the role send the segments. Default: false.
	Tracing bool
	// Alias publishes a version of the function and points an alias of this name at it: up to 128
	// letters, digits, - and _, not a number. A new version is published only when the code or the
	// configuration changes. Default: no version and no alias.
	Alias string
	// RetainVersions keeps the versions that the alias pointed at before, to go back to or to send a
	// share of the traffic to. Needs Alias. They are deleted with the function. Default: false, only
	// the current version is kept.
	RetainVersions bool
	// LogRetentionDays is how many days the log group keeps events: a number that CloudWatch Logs
	// accepts, such as 7, 30 or 365, or -1 for no end. Default: 30.
	LogRetentionDays int
}

const (
	maxDescription = 256
	maxEnvironment = 4096
)

var (
	buildTag     = regexp.MustCompile(`^[\pL\p{Nd}_.]+$`)
	variableName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]+$`)
	aliasName    = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)
	number       = regexp.MustCompile(`^[0-9]+$`)
)

// reserved are the variables that Lambda sets itself and rejects:
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
var reserved = []string{
	"AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
	"AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_XRAY_DAEMON_ADDRESS",
	"AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
	"AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
	"AWS_LAMBDA_RUNTIME_API", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "_HANDLER", "_X_AMZN_TRACE_ID",
}

func (p *Props) setDefaults() {
	if p.Architecture == "" {
		p.Architecture = ARM64
	}
	if p.MemoryMB == 0 {
		p.MemoryMB = DefaultMemoryMB
	}
	if p.Timeout == 0 {
		p.Timeout = DefaultTimeout
	}
}

func (p *Props) check(faults *fault.List) {
	if p.Package == "" {
		faults.Add("Package", "it is empty", "name a main package, like ./lambda/echo")
	}
	for _, tag := range p.Tags {
		if !buildTag.MatchString(tag) {
			faults.Add("Tags", fmt.Sprintf("%q is not a build tag", tag), "give each tag for itself, of letters, digits, _ and .")
		}
	}
	faults.OneOf("Architecture", string(p.Architecture), string(ARM64), string(AMD64))
	if n := len([]rune(p.Description)); n > maxDescription && !token.In(p.Description) {
		faults.Add("Description", fmt.Sprintf("%d characters are over the limit of %d", n, maxDescription), "shorten it")
	}
	faults.Range("MemoryMB", float64(p.MemoryMB), 128, 10240,
		fmt.Sprintf("leave it out for %d MB", DefaultMemoryMB))
	faults.Range("EphemeralStorageMB", float64(p.EphemeralStorageMB), 512, 10240, "leave it out for 512 MB")
	faults.Duration("Timeout", p.Timeout, time.Second, 15*time.Minute, time.Second, "leave it out for "+fault.Short(DefaultTimeout))
	p.checkEnvironment(faults)
	if n := p.ReservedConcurrency; n != nil && *n < 0 {
		faults.Add("ReservedConcurrency", fmt.Sprintf("%d is negative", *n), "use 0 to stop the function, or leave it out for no limit")
	}
	p.checkAlias(faults)
	retention.Check(faults, "LogRetentionDays", p.LogRetentionDays)
}

func (p *Props) checkEnvironment(faults *fault.List) {
	for _, name := range slices.Sorted(maps.Keys(p.Environment)) {
		switch {
		case token.In(name):
			faults.Add("Environment", fmt.Sprintf("the name %q holds a token", name), "use a name that is known at synth")
		case slices.Contains(reserved, name):
			faults.Add("Environment", fmt.Sprintf("%q is set by Lambda itself", name), "use another name")
		case !variableName.MatchString(name):
			faults.Add("Environment", fmt.Sprintf("%q is not a letter followed by letters, digits and _", name), "use a name like LOG_LEVEL")
		}
	}
	if size := environmentSize(p.Environment); size > maxEnvironment {
		faults.Add("Environment", fmt.Sprintf("as JSON, %d bytes are over the limit of %d", size, maxEnvironment),
			"keep large values in a parameter or an object")
	}
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

func (p *Props) checkAlias(faults *fault.List) {
	switch {
	case p.Alias == "" && p.RetainVersions:
		faults.Add("RetainVersions", "true has no effect without an alias", "set Alias, which publishes the versions")
	case p.Alias == "" || token.In(p.Alias):
	case !aliasName.MatchString(p.Alias):
		faults.Add("Alias", fmt.Sprintf("%q is not 1 to 128 letters, digits, - and _", p.Alias), "use a name like live")
	case number.MatchString(p.Alias):
		faults.Add("Alias", fmt.Sprintf("%q is a number, as versions are", p.Alias), "use a name like live")
	}
}
