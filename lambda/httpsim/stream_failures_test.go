package httpsim_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/alb-lambda/lambda/runtimeloop"
)

// An error in the middle breaks the connection, so that the client does not take the body for
// complete.
func TestStreamErrors(t *testing.T) {
	function := streams(func(_ context.Context, w runtimeloop.Stream) ([]byte, error) {
		_, _ = writes(`{"statusCode":200}`+separator+"one")(context.Background(), w)
		return nil, errors.New("boom")
	})
	for _, endpoint := range streaming {
		response, err := endpoint.Do(function, httptest.NewRequest("GET", "/", nil))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if string(body) != "one" || !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "boom") {
			t.Errorf("%q, %v", body, err)
		}
		server := httptest.NewServer(endpoint.Handler(function))
		sent, err := http.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(sent.Body); string(body) != "one" || err == nil {
			t.Errorf("through a server: %q, %v", body, err)
		}
		_ = sent.Body.Close()
		server.Close()
	}
}

// The time of the test is not the machine's, so that the first byte is always in time.
func TestStreamTimeout(t *testing.T) { synctest.Test(t, testStreamTimeout) }

func testStreamTimeout(t *testing.T) {
	late := []int{502, 504}
	for i, endpoint := range streaming {
		endpoint.Timeout = time.Millisecond
		before := streams(func(ctx context.Context, w runtimeloop.Stream) ([]byte, error) {
			<-ctx.Done()
			time.Sleep(10 * time.Millisecond)
			_, err := io.WriteString(w, "late")
			return nil, err
		})
		if response, _ := get(t, endpoint, before); response.StatusCode != late[i] || response.Reason != "the function did not respond in time" {
			t.Errorf("%s: %d %q", endpoint.Kind, response.StatusCode, response.Reason)
		}
		endpoint.Timeout = 100 * time.Millisecond
		middle := streams(func(ctx context.Context, w runtimeloop.Stream) ([]byte, error) {
			_, _ = writes(`{"statusCode":200}`+separator+"one")(ctx, w)
			_ = w.Flush()
			<-ctx.Done()
			return nil, nil
		})
		response, err := endpoint.Do(middle, httptest.NewRequest("GET", "/", nil))
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(response.Body); response.StatusCode != 200 || string(body) != "one" || err == nil || err.Error() != "unexpected EOF: the function did not respond in time" {
			t.Errorf("%s: %d %q, %v", endpoint.Kind, response.StatusCode, body, err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		endpoint.Timeout = time.Minute
		gone := streams(func(ctx context.Context, _ runtimeloop.Stream) ([]byte, error) {
			cancel()
			<-ctx.Done()
			return nil, ctx.Err()
		})
		if _, err := endpoint.Do(gone, httptest.NewRequest("GET", "/", nil).WithContext(ctx)); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v for a client that is gone", endpoint.Kind, err)
		}
	}
}

// A client that closes the body makes the function's next write fail.
func TestStreamClosed(t *testing.T) {
	failed := make(chan error)
	function := streams(func(ctx context.Context, w runtimeloop.Stream) ([]byte, error) {
		_, err := writes(`{"statusCode":200}`+separator)(ctx, w)
		for err == nil {
			_, err = w.Write(make([]byte, 32<<10))
		}
		failed <- err
		return nil, err
	})
	response, err := streaming[0].Do(function, httptest.NewRequest("GET", "/", nil))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if err := <-failed; !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 200 MB of a streamed
// response.
func TestStreamLimit(t *testing.T) {
	const limit = 200 << 20
	prelude := `{"statusCode":200}` + separator
	for more, want := range map[int]string{0: "", 1: "unexpected EOF: the streamed response is over 209715200 bytes"} {
		function := streams(func(ctx context.Context, w runtimeloop.Stream) ([]byte, error) {
			_, err := writes(prelude)(ctx, w)
			piece := make([]byte, 1<<20)
			for left := limit - len(prelude) + more; left > 0 && err == nil; left -= len(piece) {
				_, err = w.Write(piece[:min(left, len(piece))])
			}
			return nil, nil // it does not notice
		})
		endpoint := streaming[0]
		endpoint.Timeout = time.Minute
		response, err := endpoint.Do(function, httptest.NewRequest("GET", "/", nil))
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, response.Body)
		if want == "" && (err != nil || n != int64(limit-len(prelude))) || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%d more: %d bytes, %v", more, n, err)
		}
	}
}
