package deployed

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/internal/filelock"
)

// TestMain is also the process that [Start] starts: the test binary is this program.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == Command {
		port, err := strconv.Atoi(os.Args[3])
		if err == nil {
			ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
			err = Run(ctx, emulator.New(emulator.Config{Root: ".", Port: port}))
			stop()
		}
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// fake is CloudFormation and Lambda as an emulator has them.
type fake struct {
	*emulator.Emulator
	mutex   sync.Mutex
	stacks  map[string]*fakeStack
	invoked []string // the functions, by the reference that they were invoked by

	deployments int
}

type fakeStack struct {
	status, updated, template string
	ids                       map[string]string
	outputs                   map[string]string
}

// newFake serves the APIs of an emulator, which counts as running until the test ends.
func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{stacks: map[string]*fakeStack{}}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	f.Emulator = emulator.New(emulator.Config{Root: t.TempDir(), Port: server.Listener.Addr().(*net.TCPAddr).Port})
	if err := os.MkdirAll(f.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return f
}

// alive makes the emulator one that runs, until it is ended.
func (f *fake) alive(t *testing.T) (end func()) {
	t.Helper()
	lock, err := filelock.Try(filepath.Join(f.Dir, "alive"))
	if err == nil {
		err = os.WriteFile(filepath.Join(f.Dir, "pid"), []byte(strconv.Itoa(os.Getpid())), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() { _ = lock.Close() }
}

// deploy gives a stack another template.
func (f *fake) deploy(name, status, template string, ids map[string]string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.deployments++
	f.stacks[name] = &fakeStack{status, fmt.Sprintf("2026-11-26T10:00:%02dZ", f.deployments), template, ids, nil}
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if path, ok := strings.CutPrefix(r.URL.EscapedPath(), "/2015-03-31/functions/"); ok {
		f.invoke(w, r, strings.TrimSuffix(path, "/invocations"))
		return
	}
	action, name := r.FormValue("Action"), r.FormValue("StackName")
	var b strings.Builder
	switch action {
	case "DescribeStacks":
		b.WriteString("<Stacks>")
		for name, s := range f.stacks {
			fmt.Fprintf(&b, "<member><StackName>%s</StackName><StackId>arn:%[1]s</StackId><CreationTime>2026-11-26T09:00:00Z</CreationTime><LastUpdatedTime>%s</LastUpdatedTime><StackStatus>%s</StackStatus>"+
				"<Parameters><member><ParameterKey>Path</ParameterKey><ParameterValue>/parameter</ParameterValue><ResolvedValue>/looked-up</ResolvedValue></member></Parameters><Outputs>", name, s.updated, s.status)
			for key, value := range s.outputs {
				fmt.Fprintf(&b, "<member><OutputKey>%s</OutputKey><OutputValue>%s</OutputValue></member>", key, value)
			}
			b.WriteString("</Outputs></member>")
		}
		b.WriteString("</Stacks>")
	case "GetTemplate":
		b.WriteString("<TemplateBody>")
		_ = xml.EscapeText(&b, []byte(f.stacks[name].template)) // a builder takes everything
		b.WriteString("</TemplateBody>")
	case "ListStackResources":
		b.WriteString("<StackResourceSummaries>")
		for id, physical := range f.stacks[name].ids {
			fmt.Fprintf(&b, "<member><LogicalResourceId>%s</LogicalResourceId><PhysicalResourceId>%s</PhysicalResourceId></member>", id, physical)
		}
		b.WriteString("</StackResourceSummaries>")
	}
	_, _ = fmt.Fprintf(w, "<%[1]sResponse><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>", action, b.String())
}

// invoke is what functions of these names do.
func (f *fake) invoke(w http.ResponseWriter, r *http.Request, path string) {
	reference, _ := url.PathUnescape(path)
	f.invoked = append(f.invoked, reference)
	event, _ := io.ReadAll(r.Body)
	failed := func(payload string) {
		w.Header().Set("X-Amz-Function-Error", "Unhandled")
		_, _ = io.WriteString(w, payload)
	}
	switch {
	case strings.HasSuffix(reference, "-gone"):
		w.Header().Set("X-Amzn-Errortype", "ResourceNotFoundException")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"Message":"Function not found"}`)
	case strings.Contains(string(event), "/fails"):
		failed(`{"errorType":"errorString","errorMessage":"it broke"}`)
	case strings.Contains(string(event), "/late"):
		failed(`{"errorMessage":"2026-11-26T10:00:00Z 1 Task timed out after 3.00 seconds"}`)
	case strings.Contains(string(event), "/says-nothing"):
		failed("")
	case strings.Contains(string(event), "/throttled"):
		w.Header().Set("X-Amzn-Errortype", "TooManyRequestsException")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"message":"Rate Exceeded.","Reason":"ReservedFunctionConcurrentInvocationLimitExceeded"}`)
	case strings.Contains(string(event), "/streams"):
		_, _ = fmt.Fprintf(w, `"%s%sone, two"`, strings.ReplaceAll(`{"statusCode":201,"headers":{"X-Stream":"yes"}}`, `"`, `\"`), strings.Repeat(`\u0000`, 8))
	case strings.Contains(string(event), "/malformed"):
		_, _ = io.WriteString(w, "null")
	default:
		_, _ = fmt.Fprintf(w, `{"statusCode":200,"headers":{"content-type":"text/plain"},"body":%q}`, event)
	}
}
