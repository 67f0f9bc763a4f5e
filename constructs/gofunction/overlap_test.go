package gofunction

import (
	"testing"
	"time"

	"example.com/alb-lambda/constructs/internal/options"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

// What the props set cannot be said by Options as well, where it would be dropped without a word.
func TestOptionsSayNothingThatPropsSay(t *testing.T) {
	p := &Props{
		Package: "./f", Description: "d", MemoryMB: 256, EphemeralStorageMB: 1024, Timeout: time.Second, Environment: map[string]string{"A": "b"},
		ReservedConcurrency: new(1), Tracing: true, Alias: "live", RetainVersions: true, ApplicationLogLevel: awslambda.ApplicationLogLevel_WARN,
	}
	p.setDefaults()
	for _, field := range options.Overlap(functionProps(&Function{}, p, nil), &awslambda.FunctionOptions{}, decided) {
		t.Errorf("Options.%s is not among the decided ones", field)
	}
}
