package httpsim_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/runtimeloop"
)

// gone is a client that takes the headers, and then no more.
type gone struct{ http.ResponseWriter }

func (gone) Write([]byte) (int, error) { return 0, errors.New("gone") }

// TestClientsThatAreGone: the function's next write fails, so that it does not work for nobody.
func TestClientsThatAreGone(t *testing.T) {
	endpoint := streaming[0]
	endpoint.Timeout = time.Hour
	failed := make(chan error, 1)
	handler := endpoint.Handler(streams(func(ctx context.Context, w runtimeloop.Stream) ([]byte, error) {
		_, err := writes(`{}`+separator)(ctx, w)
		for err == nil {
			_, _ = w.Write(make([]byte, 1024))
			err = w.Flush()
		}
		failed <- err
		return nil, err
	}))
	func() {
		defer func() {
			if aborted, _ := recover().(error); !errors.Is(aborted, http.ErrAbortHandler) {
				t.Errorf("the connection goes on: %v", aborted)
			}
		}()
		handler.ServeHTTP(gone{httptest.NewRecorder()}, httptest.NewRequest(http.MethodGet, "/", nil))
	}()
	if err := <-failed; !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

// TestWritesBeyondTheLimitFail: the function is told that a stream is too large.
func TestWritesBeyondTheLimitFail(t *testing.T) {
	endpoint := streaming[0]
	endpoint.Timeout = time.Hour
	var n int
	var failure error
	response, err := endpoint.Do(streams(func(ctx context.Context, w runtimeloop.Stream) ([]byte, error) {
		_, err := writes(`{}`+separator)(ctx, w)
		for piece := make([]byte, 8<<20); err == nil; {
			n, err = w.Write(piece)
		}
		failure = err
		return nil, err
	}), httptest.NewRequest(http.MethodGet, "/", nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err == nil || n != 0 || failure == nil || failure.Error() != "the streamed response is over 209715200 bytes" {
		t.Errorf("%v, %d bytes of the last write, %v", err, n, failure)
	}
}
