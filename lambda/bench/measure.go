package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/internal/runtimeapi"
)

// load is a kind of event, and how many of them make a measurement.
type load struct {
	name      string
	event     []byte
	warm, all int
}

var loads = []load{
	{"1KB", event(1<<10, `{\"id\":12345,\"name\":\"Grace Hopper\"},`), 300, 2000},
	{"json", event(1<<20, `{\"id\":12345,\"name\":\"Grace Hopper\",\"address\":\"1 Navy Yard, Arlington, Virginia\",\"tags\":[\"admiral\",\"compiler\"]},`), 20, 60},
	{"text", event(1<<20, `The quick brown fox jumps over the lazy dog. `), 20, 60},
}

// event returns the event of a REST API, of about the size, whose body repeats the text. It is one of a REST API because a
// load balancer takes no answer as large as that.
func event(size int, text string) []byte {
	const head = `{"resource":"/{proxy+}","path":"/echo","httpMethod":"POST","headers":{"Accept":"*/*","Content-Type":"application/json",` +
		`"Host":"1234567890.execute-api.us-east-1.amazonaws.com","User-Agent":"curl/8.5.0","X-Forwarded-For":"192.0.2.1"},` +
		`"queryStringParameters":null,"multiValueQueryStringParameters":null,"pathParameters":{"proxy":"echo"},"stageVariables":null,` +
		`"requestContext":{"resourcePath":"/{proxy+}","stage":"dev","identity":{"sourceIp":"192.0.2.1"},"requestId":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef"},"body":"`
	const tail = `","isBase64Encoded":false}`
	return []byte(head + strings.Repeat(text, (size-len(head)-len(tail))/len(text)) + tail)
}

// check checks that the function gives the answer that all of them must give: an event that comes back as it was.
func (f *function) check(ctx context.Context) error {
	return f.run(ctx, true, func(server *runtimeapi.Server, _ int, _ time.Duration) error {
		for _, l := range loads {
			got, err := server.Invoke("check", l.event, limit)
			if err != nil {
				return err
			}
			var response struct{ Body string }
			var body struct{ RequestEvent any }
			var want any
			if err := errors.Join(json.Unmarshal(got.Body, &response), json.Unmarshal([]byte(response.Body), &body), json.Unmarshal(l.event, &want)); err != nil {
				return err
			}
			if !reflect.DeepEqual(body.RequestEvent, want) {
				return fmt.Errorf("%s: the event does not come back", l.name)
			}
		}
		return nil
	})
}

// measureStart measures the time from the start of the process to its first poll.
func (f *function) measureStart(ctx context.Context) error {
	return f.run(ctx, false, func(_ *runtimeapi.Server, _ int, start time.Duration) error {
		f.start = append(f.start, start.Seconds()*1000)
		return nil
	})
}

// measureRate measures events per second, one after the other as Lambda sends them, and the peak of memory for large ones.
func (f *function) measureRate(ctx context.Context, l load) error {
	return f.run(ctx, false, func(server *runtimeapi.Server, pid int, _ time.Duration) error {
		var began time.Time
		for i := range l.warm + l.all {
			if i == l.warm {
				began = time.Now()
			}
			answer, err := server.Invoke(strconv.Itoa(i), l.event, limit)
			if err != nil {
				return err
			}
			if answer.Failed || answer.Size < int64(len(l.event)) {
				return fmt.Errorf("answered %d bytes to %d, failed: %t", answer.Size, len(l.event), answer.Failed)
			}
		}
		f.rates[l.name] = append(f.rates[l.name], float64(l.all)/time.Since(began).Seconds())
		if len(l.event) < 1<<19 {
			return nil
		}
		memory, err := peak(pid)
		f.memory = append(f.memory, memory)
		return err
	})
}

// peak returns the most memory that the process has had, in MB: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
func peak(pid int) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, ok := strings.Cut(string(status), "VmHWM:")
	if !ok {
		return 0, fmt.Errorf("no VmHWM in the status of process %d", pid)
	}
	kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kib * 1024 / 1e6, err
}
