package runtimeloop

import (
	"context"
	"log"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda/messages"

	"example.com/alb-lambda/lambda/internal/lambdalog"
)

// logFailure writes a failure to the standard error, before it is posted: JSON on one line, with
// the keys that Lambda reads and those of the failure.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
func logFailure(message, id string, f messages.InvokeResponse_Error) {
	attrs := []slog.Attr{slog.String("errorType", f.Type), slog.String("errorMessage", f.Message)}
	if id != "" {
		attrs = append(attrs, slog.String("requestId", id))
	}
	if f.StackTrace != nil {
		attrs = append(attrs, slog.Any("stackTrace", f.StackTrace))
	}
	logJSON(slog.LevelError, message, attrs...)
}

func logJSON(level slog.Level, message string, attrs ...slog.Attr) {
	options := &slog.HandlerOptions{ReplaceAttr: lambdalog.ReplaceAttr}
	if os.Getenv("AWS_LAMBDA_LOG_FORMAT") == "JSON" { // Lambda knows levels in this format alone
		options.Level = lambdalog.Level()
	}
	slog.New(slog.NewJSONHandler(os.Stderr, options)).LogAttrs(context.Background(), level, message, attrs...)
}

// logFatal writes why the process ends: as JSON where Lambda expects that, else as text for whoever
// started the program.
func logFatal(err error) {
	if os.Getenv("AWS_LAMBDA_LOG_FORMAT") == "JSON" {
		logJSON(lambdalog.LevelFatal, err.Error())
		return
	}
	log.Print(err)
}
