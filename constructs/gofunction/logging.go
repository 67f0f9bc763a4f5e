package gofunction

import (
	"fmt"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

// checkLogging is https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
func (p *Props) checkLogging(faults *fault.List) {
	faults.OneOf("LogFormat", string(p.LogFormat), string(awslambda.LoggingFormat_JSON), string(awslambda.LoggingFormat_TEXT))
	text := p.LogFormat == awslambda.LoggingFormat_TEXT
	level := func(field, level string, legal ...string) {
		if text && level != "" {
			faults.Add(field, fmt.Sprintf("%s has no effect on logs as TEXT", level), "leave it out, or leave LogFormat out for JSON")
			return
		}
		faults.OneOf(field, level, legal...)
	}
	level("SystemLogLevel", string(p.SystemLogLevel), "DEBUG", "INFO", "WARN")
	level("ApplicationLogLevel", string(p.ApplicationLogLevel), "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
}
