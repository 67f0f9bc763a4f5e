package gofunction

import (
	"fmt"
	"regexp"
	"time"

	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/constructs/internal/retention"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
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
	// Dir is the folder where the go command runs, and that Files are relative to. Default: the
	// working folder, which under the CDK toolkit is the one that holds cdk.json. If a relative
	// Package is not there, the nearest folder above that has it, up to the root of the Go module, so
	// that a test in any folder builds the same function.
	Dir string
	// Files go beside the executable, into /var/task, where the function's working folder is: by path
	// in the function, like "templates", a file or a folder on this machine, like "./web/templates".
	// They are deployed with their content and executable bit alone, so that the asset is the same on
	// every machine. What the package can embed with go:embed needs no Files. Default: the executable
	// alone.
	Files map[string]string
	// Tags are build tags, on top of lambda.norpc, which leaves out the RPC mode of the retired go1.x
	// runtime. Default: none.
	Tags []string
	// LDFlags are flags for the linker, on top of "-s -w", which leave out the symbol table: "-X
	// main.version=1.2.3". What differs from build to build, such as the time, gives a new asset at
	// each synth. Default: none.
	LDFlags string
	// Architecture is what the function runs on. Default: arm64, which costs a fifth less for the same
	// time.
	Architecture Architecture
	// GOEXPERIMENT switches on experiments of the Go toolchain, separated by commas: "jsonv2".
	// Default: none.
	GOEXPERIMENT string
	// GOAMD64 is the oldest instruction set of AMD64 that the function needs: v1, v2, or v3, which has
	// AVX2. Default: v1.
	GOAMD64 string
	// GOARM64 is the oldest instruction set of ARM64 that the function needs: v8.0, v8.1 or v8.2, with
	// ",lse" and ",crypto" where they are not part of it. Default: v8.0.
	GOARM64 string
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
	// ProvisionedConcurrency keeps environments of the alias initialized. Needs Alias. Default: none.
	ProvisionedConcurrency *ProvisionedConcurrency
	// URL gives the function an address of its own, without a load balancer or an API. It invokes the
	// alias where there is one. Default: none.
	URL *URL
	// RetainVersions keeps the versions that the alias pointed at before, to go back to or to send a
	// share of the traffic to. Needs Alias. They are deleted with the function. Default: false, only
	// the current version is kept.
	RetainVersions bool
	// LogRetentionDays is how many days the log group keeps events: a number that CloudWatch Logs
	// accepts, such as 7, 30 or 365, or -1 for no end. Default: 30.
	LogRetentionDays int
	// LogFormat is JSON or TEXT. In JSON, Lambda adds no text around the lines of the function, and
	// levels can be chosen; a line with a level has it in a member "level", as slog's JSON handler
	// writes it. Default: JSON.
	LogFormat awslambda.LoggingFormat
	// SystemLogLevel is from which level on Lambda's own lines are kept: DEBUG, INFO or WARN. At INFO
	// there are START, END and REPORT for each invocation, which cost more to keep than the invocation
	// itself; durations and errors are metrics in any case. Needs the format JSON. Default: WARN, an
	// invocation that fails or times out still has its line.
	// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
	SystemLogLevel awslambda.SystemLogLevel
	// ApplicationLogLevel is from which level on the function's lines are kept: TRACE, DEBUG, INFO,
	// WARN, ERROR or FATAL. Lambda drops what is below, and tells the function by
	// AWS_LAMBDA_LOG_LEVEL. Needs the format JSON. Default: Lambda's, INFO.
	ApplicationLogLevel awslambda.ApplicationLogLevel

	// Options are all else that CDK knows of a function: Vpc, VpcSubnets, SecurityGroups, Role,
	// Layers, Filesystem, DeadLetterQueue, OnFailure, EnvironmentEncryption, CodeSigningConfig,
	// TenancyConfig, RuntimeManagementMode and more. What a prop here says or the construct decides is
	// rejected. OnFailure, RetryAttempts and what else concerns asynchronous invocations hold for the
	// alias too.
	//
	// In a VPC, the role may manage network interfaces, by a statement of its own and no managed
	// policy. A Role that is given gets the same permissions as the function's own would. Default:
	// none.
	Options *awslambda.FunctionOptions
}

const maxDescription = 256

var (
	aliasName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)
	number    = regexp.MustCompile(`^[0-9]+$`)
)

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
	if p.LogFormat == "" {
		p.LogFormat = awslambda.LoggingFormat_JSON
	}
	if p.SystemLogLevel == "" && p.LogFormat == awslambda.LoggingFormat_JSON {
		p.SystemLogLevel = awslambda.SystemLogLevel_WARN
	}
}

func (p *Props) check(faults *fault.List) {
	p.code().check(faults)
	if n := len([]rune(p.Description)); n > maxDescription && !token.In(p.Description) {
		faults.Add("Description", fmt.Sprintf("%d characters are over the limit of %d", n, maxDescription), "shorten it")
	}
	faults.Range("MemoryMB", float64(p.MemoryMB), 128, 10240,
		fmt.Sprintf("leave it out for %d MB", DefaultMemoryMB))
	faults.Range("EphemeralStorageMB", float64(p.EphemeralStorageMB), 512, 10240, "leave it out for 512 MB")
	faults.Duration("Timeout", p.Timeout, time.Second, 15*time.Minute, time.Second, "leave it out for "+fault.Short(DefaultTimeout))
	checkEnvironment(p.Environment, faults)
	if n := p.ReservedConcurrency; n != nil && *n < 0 {
		faults.Add("ReservedConcurrency", fmt.Sprintf("%d is negative", *n), "use 0 to stop the function, or leave it out for no limit")
	}
	p.checkAlias(faults)
	retention.Check(faults, "LogRetentionDays", p.LogRetentionDays)
	p.checkLogging(faults)
	options.Check("Options", p.Options, decided, faults)
}

func (p *Props) checkAlias(faults *fault.List) {
	switch {
	case p.Alias == "" || token.In(p.Alias):
	case !aliasName.MatchString(p.Alias):
		faults.Add("Alias", fmt.Sprintf("%q is not 1 to 128 letters, digits, - and _", p.Alias), "use a name like live")
	case number.MatchString(p.Alias):
		faults.Add("Alias", fmt.Sprintf("%q is a number, as versions are", p.Alias), "use a name like live")
	}
	if p.ProvisionedConcurrency != nil {
		p.ProvisionedConcurrency.check(p, faults)
	}
	if p.URL != nil {
		p.URL.check(faults)
	}
	if p.Alias == "" && p.RetainVersions {
		faults.Add("RetainVersions", "true has no effect without an alias", "set Alias, which publishes the versions")
	}
}
