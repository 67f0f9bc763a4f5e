package lambdahttp_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
)

const largeBody = 100 << 20

// posted is a streamed response as the Runtime API gets it.
type posted struct {
	head      http.Header
	trailer   http.Header
	size      int64
	beginning []byte
	arrived   time.Time // when the first byte did
	err       error
}

// invokeStreamed starts the program, sends it a request through a function URL for each path, and
// hands over each response. It returns the program's process id.
func invokeStreamed(t testing.TB, paths ...string) (pid int, responses []posted) {
	t.Helper()
	results := make(chan posted)
	events := make(chan []byte, len(paths))
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			select {
			case event := <-events:
				w.Header().Set("Lambda-Runtime-Aws-Request-Id", "8476a536")
				w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(time.Hour).UnixMilli(), 10))
				_, _ = w.Write(event)
			case <-r.Context().Done():
			}
			return
		}
		p := posted{head: r.Header, beginning: make([]byte, 1024)}
		n, err := r.Body.Read(p.beginning)
		p.arrived, p.beginning = time.Now(), p.beginning[:n]
		p.size = int64(n)
		if err == nil {
			n, err := io.Copy(io.Discard, r.Body)
			p.size, p.err = p.size+n, err
		} else if !errors.Is(err, io.EOF) {
			p.err = err
		}
		p.trailer = r.Trailer
		w.WriteHeader(http.StatusAccepted)
		results <- p
	}))
	t.Cleanup(api.Close)
	cmd, _ := start(t, "LAMBDAHTTP_TEST_PROGRAM=1", "LAMBDAHTTP_TEST_STREAM=1", "AWS_LAMBDA_RUNTIME_API="+api.Listener.Addr().String())
	// before the server is closed, which waits for its connections
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for _, path := range paths {
		events <- event(t, httpevent.FunctionURL, httptest.NewRequest("GET", "/api"+path, nil))
		responses = append(responses, <-results)
	}
	return cmd.Process.Pid, responses
}

// TestLargeStream streams 100 MB with less than a third of that in memory.
func TestLargeStream(t *testing.T) {
	pid, responses := invokeStreamed(t, "/large")
	got := responses[0]
	if got.err != nil || got.size < largeBody || got.head.Get("Lambda-Runtime-Function-Response-Mode") != "streaming" {
		t.Fatalf("%d bytes, %v, %v", got.size, got.head, got.err)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("memory is measured on Linux")
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		t.Fatalf("%v\n%s", err, status)
	}
	peak, _ := strconv.Atoi(string(found[1]))
	t.Logf("peak memory %d MB", peak/1024)
	if peak > 32*1024 && !raceEnabled {
		t.Errorf("peak memory is %d KB, over 32 MB", peak)
	}
}

// TestBrokenInTheMiddle reports the error by the trailers that the Runtime API defines.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming
func TestBrokenInTheMiddle(t *testing.T) {
	_, responses := invokeStreamed(t, "/broken", "/hello/Grace")
	broken := responses[0]
	if broken.err != nil || !bytes.HasSuffix(broken.beginning, []byte(separator+"begun\n")) {
		t.Errorf("%q, %v", broken.beginning, broken.err)
	}
	body, err := base64.StdEncoding.DecodeString(broken.trailer.Get("Lambda-Runtime-Function-Error-Body"))
	if err != nil {
		t.Error(err)
	}
	var failure struct{ ErrorMessage, ErrorType string }
	if err := json.Unmarshal(body, &failure); err != nil || failure.ErrorMessage != "panic serving GET /api/broken: oh" {
		t.Errorf("%s, %v", body, err)
	}
	if kind := broken.trailer.Get("Lambda-Runtime-Function-Error-Type"); kind != "string" || kind != failure.ErrorType {
		t.Errorf("error type %q, in the body %q", kind, failure.ErrorType)
	}
	whole := responses[1]
	if whole.err != nil || !bytes.HasSuffix(whole.beginning, []byte(separator+"hello, Grace")) || len(whole.trailer.Get("Lambda-Runtime-Function-Error-Type")) > 0 {
		t.Errorf("the next: %q, %v, %v", whole.beginning, whole.trailer, whole.err)
	}
}

// BenchmarkFirstByte prints the time from a Flush in the handler to the first byte at the Runtime
// API.
func BenchmarkFirstByte(b *testing.B) {
	flushed := regexp.MustCompile(`"x-flushed":"(\d+)"`)
	var total time.Duration
	_, responses := invokeStreamed(b, slices.Repeat([]string{"/flush"}, b.N)...)
	for _, p := range responses {
		found := flushed.FindSubmatch(p.beginning)
		if found == nil {
			b.Fatalf("%q", p.beginning)
		}
		at, _ := strconv.ParseInt(string(found[1]), 10, 64)
		total += p.arrived.Sub(time.Unix(0, at))
	}
	b.ReportMetric(float64(total.Microseconds())/float64(b.N)/1000, "ms/first-byte")
}
