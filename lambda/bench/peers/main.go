// Command peers measures package lambdahttp through the Lambda Runtime API, next to the other
// adapters that put a net/http handler behind Lambda: httpadapter of aws-lambda-go-api-proxy behind
// a REST API, and lambdaurl of aws-lambda-go behind a function URL that streams. All of them serve
// the same handler. It prints the figures and the goals, and fails if one is missed. It is a module
// of its own, so that the dependencies of the peers stay in it.
//
//	go -C lambda/bench/peers run .
//
// The handler passes JSON on, which shows what an adapter costs. The columns "decoded" have one
// that decodes the JSON into structs with encoding/json and encodes them again: of 1 MB that takes
// most of the time and memory, whatever the adapter.
//
// The functions take turns, so that what else the machine does affects all of them, and medians
// count; of the starts, which differ least, the lower quartile.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"example.com/alb-lambda/lambda/internal/measure"
	"example.com/alb-lambda/lambda/internal/runtimeapi"
)

func main() {
	rounds := flag.Int("rounds", 15, "how often each rate is measured")
	starts := flag.Int("starts", 45, "how often each start is measured")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *rounds, *starts)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// event is the event of a front end whose request has the path and the body.
type event func(path, body string) []byte

// adapter is a function, and the front end that it is behind.
type adapter struct {
	*measure.Function
	event event
	size  map[string]int // of the smallest right response, by load
}

func run(ctx context.Context, rounds, starts int) error {
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var adapters []*adapter
	for _, a := range []struct {
		name, folder string
		event        event
	}{
		{"lambdahttp, REST API", "./lambdahttp", restEvent},
		{"httpadapter, REST API", "./httpadapter", restEvent},
		{"lambdahttp, function URL", "./lambdahttpurl", urlEvent},
		{"lambdaurl, function URL", "./lambdaurl", urlEvent},
	} {
		f, err := measure.Build(ctx, dir, a.name, a.folder)
		if err != nil {
			return err
		}
		adapters = append(adapters, &adapter{f, a.event, map[string]int{}})
	}
	for _, a := range adapters {
		if err := a.check(ctx); err != nil {
			return err
		}
	}
	for range starts {
		for _, a := range adapters {
			if err := a.MeasureStart(ctx); err != nil {
				return err
			}
		}
	}
	for range rounds {
		for _, l := range loads {
			for _, a := range adapters {
				load := measure.Load{Name: l.name, Event: a.event(l.path, l.body), Warm: l.warm, All: l.all}
				if err := a.MeasureRate(ctx, load, a.size[l.name]); err != nil {
					return err
				}
			}
		}
	}
	return report(adapters)
}

// check checks that the adapter's response has the body that all of them must give.
func (a *adapter) check(ctx context.Context) error {
	return a.Run(ctx, true, func(server *runtimeapi.Server, _ int, _ time.Duration) error {
		for _, l := range loads {
			got, err := server.Invoke("check", a.event(l.path, l.body), measure.Limit)
			if err != nil {
				return err
			}
			text, err := body(got)
			if err != nil {
				return fmt.Errorf("%s: %w", l.name, err)
			}
			if text != l.want {
				return fmt.Errorf("%s: a body of %d bytes in place of %d: %.200s", l.name, len(text), len(l.want), text)
			}
			a.size[l.name] = int(got.Size)
		}
		return nil
	})
}

// body returns the body of a response, be it buffered or streamed.
func body(got runtimeapi.Response) (string, error) {
	var response struct {
		StatusCode      int
		Body            string
		IsBase64Encoded bool
	}
	decoder := json.NewDecoder(bytes.NewReader(got.Body))
	if err := decoder.Decode(&response); err != nil {
		return "", err
	}
	if response.StatusCode != 200 || response.IsBase64Encoded || got.Failed {
		return "", fmt.Errorf("response %.300s", got.Body)
	}
	// aws-lambda-go leaves out the response mode
	if got.ContentType == "application/vnd.awslambda.http-integration-response" {
		return string(got.Body[decoder.InputOffset()+int64(len(separator)):]), nil
	}
	return response.Body, nil
}

func report(adapters []*adapter) error {
	fmt.Printf("Through the Lambda Runtime API, medians:\n\n")
	fmt.Printf("| adapter | start, ms | 1 KB, events/s | and ms of processor | 1 MB, events/s | and ms of processor | peak memory, MB | 1 MB decoded, events/s | peak memory, MB |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, a := range adapters {
		fmt.Printf("| %s | %.1f | %.0f | %.2f | %.0f | %.1f | %.1f | %.0f | %.1f |\n", a.Name, a.FirstPoll(), a.Rate("1KB"), measure.Median(a.CPU["1KB"]),
			a.Rate("1MB"), measure.Median(a.CPU["1MB"]), a.MostMemory("1MB"), a.Rate("1MB decoded"), a.MostMemory("1MB decoded"))
	}
	ours, proxy, oursURL, url := adapters[0], adapters[1], adapters[2], adapters[3]
	memory := func(a *adapter) float64 { return a.MostMemory("1MB") }
	return errors.Join(
		measure.Report("lambdahttp to httpadapter", []measure.Goal{
			{Name: "rate, 1 KB", Value: ours.Rate("1KB") / proxy.Rate("1KB"), Goal: 2},
			{Name: "rate, 1 MB", Value: ours.Rate("1MB") / proxy.Rate("1MB"), Goal: 3},
			{Name: "rate, 1 KB decoded by the handler", Value: ours.Rate("1KB decoded") / proxy.Rate("1KB decoded"), Goal: 1},
			{Name: "rate, 1 MB decoded by the handler", Value: ours.Rate("1MB decoded") / proxy.Rate("1MB decoded"), Goal: 1},
			{Name: "httpadapter's peak memory to ours, 1 MB", Value: memory(proxy) / memory(ours), Goal: 3},
			{Name: "httpadapter's start to ours", Value: proxy.FirstPoll() / ours.FirstPoll(), Goal: 1},
		}),
		measure.Report("lambdahttp to lambdaurl", []measure.Goal{
			{Name: "rate, 1 KB", Value: oursURL.Rate("1KB") / url.Rate("1KB"), Goal: 1},
			{Name: "rate, 1 MB", Value: oursURL.Rate("1MB") / url.Rate("1MB"), Goal: 1},
			{Name: "lambdaurl's peak memory to ours, 1 MB", Value: memory(url) / memory(oursURL), Goal: 1},
			{Name: "lambdaurl's start to ours", Value: url.FirstPoll() / oursURL.FirstPoll(), Goal: 1},
		}),
	)
}
