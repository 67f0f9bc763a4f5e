package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"example.com/alb-lambda/lambda/internal/measure"
	"example.com/alb-lambda/lambda/internal/runtimeapi"
)

// streams measures a streamed response: the memory that 100 MB take, and how long after a Flush the
// first byte arrives.
func streams(ctx context.Context, f *measure.Function) error {
	const large, flushes = 100_000_000, 200
	var rate, memory float64
	var delays []float64
	err := f.Run(ctx, false, func(server *runtimeapi.Server, pid int, _ time.Duration) error {
		for range 3 {
			began := time.Now()
			response, err := server.Invoke("large", streamEvent("/large"), measure.Limit)
			if err != nil {
				return err
			}
			if response.Failed || !response.Streamed || response.Size < large {
				return fmt.Errorf("%d bytes, streamed: %t, failed: %t", response.Size, response.Streamed, response.Failed)
			}
			rate = max(rate, large/1e6/time.Since(began).Seconds())
		}
		var err error
		memory, err = measure.Peak(pid)
		return err
	})
	if err != nil {
		return err
	}
	err = f.Run(ctx, true, func(server *runtimeapi.Server, _ int, _ time.Duration) error {
		for range flushes {
			response, err := server.Invoke("flush", streamEvent("/flush"), measure.Limit)
			if err != nil {
				return err
			}
			// The body is the time of the Flush, on the same clock as that of the arrival.
			_, text, _ := bytes.Cut(response.Body, make([]byte, 8))
			flushed, err := strconv.ParseInt(string(text), 10, 64)
			if err != nil {
				return err
			}
			delays = append(delays, float64(response.First.UnixNano()-flushed)/1e6)
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Printf("\nA streamed response of package lambdahttp: %.0f MB/s; the slowest first byte of %d came %.2f ms after its Flush.\n", rate, flushes, slices.Max(delays))
	return measure.Report("streamed response", []measure.Goal{
		{Name: "peak memory for a body of 100 MB, MB", Value: memory, Goal: 32, AtMost: true},
		{Name: "first byte after the Flush, ms, median", Value: measure.Median(delays), Goal: 5, AtMost: true},
	})
}

// streamEvent returns the event of a function URL.
func streamEvent(path string) []byte {
	return []byte(`{"version":"2.0","rawPath":"` + path + `","rawQueryString":"","headers":{"host":"abc.lambda-url.us-east-1.on.aws"},` +
		`"requestContext":{"domainName":"abc.lambda-url.us-east-1.on.aws","http":{"method":"GET","path":"` + path + `","protocol":"HTTP/1.1","sourceIp":"192.0.2.1"},"stage":"$default"},"isBase64Encoded":false}`)
}
