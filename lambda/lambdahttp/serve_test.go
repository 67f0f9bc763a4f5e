package lambdahttp_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/internal/runtimeapi"
	"example.com/alb-lambda/lambda/lambdahttp"
)

// TestMain runs the tests, or the program that they start.
func TestMain(m *testing.M) {
	if os.Getenv("LAMBDAHTTP_TEST_PROGRAM") != "" {
		program()
		return
	}
	os.Exit(m.Run())
}

// program is a whole program on package lambdahttp. Outside Lambda it prints its address.
func program() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hello/{name}", func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprintf(w, "hello, %s", r.PathValue("name")) })
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprint(w, "begun\n")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("GET /finish", func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprint(w, "begun\n")
		_ = http.NewResponseController(w).Flush()
		for {
			conn, err := net.Dial("tcp", r.Context().Value(http.LocalAddrContextKey).(net.Addr).String())
			if err != nil { // no longer listening: the shutdown has begun
				break
			}
			conn.Close()
			time.Sleep(time.Millisecond)
		}
		_, _ = fmt.Fprint(w, "finished\n")
	})
	mux.HandleFunc("GET /large", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.Copy(w, io.LimitReader(zeros{}, largeBody)) })
	mux.HandleFunc("GET /broken", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, "begun\n")
		_ = http.NewResponseController(w).Flush()
		panic("oh")
	})
	mux.HandleFunc("GET /flush", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Flushed", fmt.Sprint(time.Now().UnixNano()))
		_ = http.NewResponseController(w).Flush()
	})
	server := lambdahttp.Server{
		Handler:  mux,
		BasePath: "/api",
		Configure: func(s *http.Server) {
			s.BaseContext = func(l net.Listener) context.Context {
				fmt.Println(l.Addr())
				return context.Background()
			}
			next := s.Handler
			s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Configured", "1")
				next.ServeHTTP(w, r)
			})
		},
	}
	if os.Getenv("LAMBDAHTTP_TEST_STREAM") != "" {
		server.Stream = []httpevent.Kind{httpevent.FunctionURL}
	}
	if os.Getenv("AWS_LAMBDA_RUNTIME_API") == "" {
		server.OnShutdown = []func(context.Context){func(context.Context) { fmt.Println("shut down") }}
	}
	if err := server.ListenAndServe("127.0.0.1:0"); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	fmt.Println("returned")
}

// start starts the program, and returns what it writes.
func start(t testing.TB, env ...string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd, bufio.NewReader(out)
}

// serving starts the program outside Lambda, and returns its address too.
func serving(t *testing.T) (cmd *exec.Cmd, out *bufio.Reader, addr string) {
	t.Helper()
	cmd, out = start(t, "LAMBDAHTTP_TEST_PROGRAM=1", "AWS_LAMBDA_RUNTIME_API=")
	addr, err := out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return cmd, out, strings.TrimSpace(addr)
}

func fetch(t *testing.T, url string) *http.Response {
	t.Helper()
	response, err := http.Get(url) //nolint:gosec // the test's own address
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// TestOutsideLambda serves HTTP, and stops at SIGTERM once the request in progress is served.
func TestOutsideLambda(t *testing.T) {
	cmd, out, addr := serving(t)
	for path, want := range map[string]string{"/api/hello/Grace": "hello, Grace", "/hello/Ada": "hello, Ada"} {
		response := fetch(t, "http://"+addr+path)
		if body, err := io.ReadAll(response.Body); string(body) != want || err != nil || response.Header.Get("X-Configured") != "1" {
			t.Errorf("%s: %s, %v", path, body, err)
		}
	}
	response := fetch(t, "http://"+addr+"/finish")
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if string(body) != "begun\nfinished\n" || err != nil {
		t.Errorf("the request in progress: %q, %v", body, err)
	}
	rest, err := io.ReadAll(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || string(rest) != "shut down\nreturned\n" {
		t.Errorf("%v %s", err, rest)
	}
}

// TestSecondSignal ends the process, although a request is in progress.
func TestSecondSignal(t *testing.T) {
	// Where the test is run in the background, SIGINT may be ignored, and a program that it starts
	// would ignore it too; what is handled here has its default there.
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, syscall.SIGINT)
	defer signal.Stop(interrupts)
	cmd, _, addr := serving(t)
	response := fetch(t, "http://"+addr+"/slow")
	defer response.Body.Close()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		_ = cmd.Process.Signal(syscall.SIGINT) // fails once the process has ended
		select {
		case err := <-ended:
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGINT {
				t.Errorf("ended with %v", err)
			}
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestAddressInUse(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	t.Setenv("AWS_LAMBDA_RUNTIME_API", "")
	if err := lambdahttp.ListenAndServe(listener.Addr().String(), nil); !errors.Is(err, syscall.EADDRINUSE) {
		t.Error(err)
	}
}

func TestStreamOfOtherKinds(t *testing.T) {
	t.Setenv("AWS_LAMBDA_RUNTIME_API", "")
	err := (&lambdahttp.Server{Stream: []httpevent.Kind{httpevent.ALB, httpevent.FunctionURL, httpevent.HTTPAPI}}).ListenAndServe("127.0.0.1:0")
	want := "lambdahttp: Server.Stream[0]: alb cannot stream responses; list httpevent.FunctionURL, httpevent.RESTAPI or both\n" +
		"lambdahttp: Server.Stream[2]: http-api cannot stream responses; list httpevent.FunctionURL, httpevent.RESTAPI or both"
	if err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

// TestInLambda serves the events of several front ends from the Runtime API.
func TestInLambda(t *testing.T) {
	api, err := runtimeapi.Listen(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = api.Close() }()
	start(t, "LAMBDAHTTP_TEST_PROGRAM=1", "AWS_LAMBDA_RUNTIME_API="+api.Address())
	for i, kind := range kinds {
		request := httptest.NewRequest("GET", "/api/hello/Grace%20Hopper", nil)
		answer, err := api.Invoke(fmt.Sprint(i), event(t, kind, request), time.Minute)
		if err != nil || answer.Failed || !strings.Contains(string(answer.Body), `"hello, Grace Hopper"`) {
			t.Errorf("%s: %s, %v", kind, answer.Body, err)
		}
	}
	answer, err := api.Invoke("sqs", []byte(sqs), time.Minute)
	if err != nil || !answer.Failed || !strings.Contains(string(answer.Body), "the event is not an HTTP request") {
		t.Errorf("a queue's event: %+v, %s, %v", answer, answer.Body, err)
	}
}
