// Package lambdalog knows the log levels of Lambda, for the loggers of this module. It writes no
// log line itself.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
//
// What a log line of Lambda looks like may enter. Which lines are written is not its business.
package lambdalog

import (
	"log/slog"
	"os"
	"strings"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// The levels that slog has no name for. Its own continue in steps of four.
const (
	LevelTrace = slog.LevelDebug - 4
	LevelFatal = slog.LevelError + 4
)

// Level returns the least level that is logged: AWS_LAMBDA_LOG_LEVEL, which Lambda sets, or INFO if
// that is missing or unknown.
func Level() slog.Level {
	switch strings.ToUpper(os.Getenv("AWS_LAMBDA_LOG_LEVEL")) {
	case "TRACE":
		return LevelTrace
	case "DEBUG":
		return slog.LevelDebug
	case "WARN":
		return slog.LevelWarn
	case "ERROR":
		return slog.LevelError
	case "FATAL":
		return LevelFatal
	}
	return slog.LevelInfo
}

// ReplaceAttr gives the attributes the keys that Lambda reads, and the levels their names.
func ReplaceAttr(groups []string, attr slog.Attr) slog.Attr {
	if level, ok := attr.Value.Any().(slog.Level); ok && len(groups) == 0 && attr.Key == slog.LevelKey {
		switch level {
		case LevelTrace:
			attr.Value = slog.StringValue("TRACE")
		case LevelFatal:
			attr.Value = slog.StringValue("FATAL")
		}
	}
	return lambdacontext.ReplaceAttr(groups, attr)
}
