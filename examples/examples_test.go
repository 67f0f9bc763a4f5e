// Package examples synthesizes every example as the toolkit does, sends requests through what comes
// out, and serves it by the command for one's own machine.
//
// CDK apps to copy may enter, each in a folder of its own. What a construct promises is the
// business of its own tests.
package examples

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/lambdahttp"
)

// request is one that is sent through an example: to its load balancer, to one of several by path,
// or to another front end.
type request struct {
	front, url string
	status     int
	says       string // in the response, or in the reason of a front end that responded itself
}

// requests of each example. A function responds with its construct path and the path that it got.
var requests = map[string][]request{
	"two-services": {
		{"alb", "/orders/7", 200, "two-services/Orders/Function /orders/7"},
		{"alb", "/users/7", 200, "two-services/Users/Function /7"},
		{"alb", "/other", 404, "Not Found"},
	},
	"domain": {
		{"alb", "http://shop.example.com/a?b=1", 301, ""},
		{"alb", "https://shop.example.com/a", 200, "domain/Shop/Function /a"},
	},
	"canary": {
		{"alb", "/orders/7", 200, "canary/Orders/Function /orders/7"},
	},
	"shared-load-balancer": {
		{"alb", "http://dev.shop.example.com/", 200, "shop-dev/Shop/Function /"},
		{"alb", "http://prod.shop.example.com/", 200, "shop-prod/Shop/Function /"},
		{"alb", "http://shop.example.com/", 404, "Not Found"},
	},
	"sign-in": {
		{"alb", "https://office.example.com/api/orders", 401, ""},
		{"alb", "https://office.example.com/", 302, ""},
		{"alb", "http://office.example.com/", 301, ""},
	},
	"private": {
		{"alb", "/ledger/1", 200, "private/Ledger/Function /ledger/1"},
		{"api", "/dev/ledger/1", 200, "private/Ledger/Function /ledger/1"},
	},
	"shop": {
		{"shop-edge/Public", "https://shop.example.com/orders/7", 200, "shop-services/Orders/Function /orders/7"},
		{"shop-edge/Public", "http://shop.example.com/orders/7", 301, ""},
		{"shop-edge/Internal", "/orders/7", 200, "shop-services/Orders/Function /orders/7"},
		{"api", "/dev/orders/7", 501, "AWS_IAM"}, // who signs a request is not simulated
	},
	"chi": {
		{"alb", "/orders/7", 200, "chi/Shop/Function /orders/7"},
		{"api", "/dev/orders/7", 200, "chi/Shop/Function /orders/7"},
		{"url", "/orders/7", 403, ""},
	},
}

// streams are the front ends to which the functions of an example stream.
var streams = map[string][]httpevent.Kind{"chi": {httpevent.RESTAPI}}

func TestExamples(t *testing.T) {
	apps, err := filepath.Glob("*/cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, app := range apps {
		name := filepath.Dir(app)
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each is a process of its own
			if len(requests[name]) == 0 {
				t.Fatal("no request is sent through it")
			}
			assembly := synth(t, name)
			d, err := httpsim.LoadTemplates(httpsim.Assembly(assembly))
			if err != nil {
				t.Fatal(err)
			}
			d.Keys = func(context.Context, string) ([]byte, error) { return []byte(`{"keys":[]}`), nil }
			for _, f := range d.Functions {
				f.Handle(&lambdahttp.Server{Stream: streams[name], Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					fmt.Fprintf(w, "%s %s", f, r.URL.Path)
				})})
			}
			for _, r := range requests[name] {
				response, err := send(d, r)
				if err != nil {
					t.Fatalf("%s: %v", r.url, err)
				}
				body, err := io.ReadAll(response.Body)
				if err != nil || response.StatusCode != r.status || !strings.Contains(string(body), r.says) {
					t.Errorf("%s %s: %d %s, %v; %s", r.front, r.url, response.StatusCode, body, err, response.Reason)
				}
			}
			serve(t, name, assembly)
		})
	}
	if len(apps) != len(requests) {
		t.Errorf("there are %d examples, and requests for %d", len(apps), len(requests))
	}
}

// synth runs an example as the command of its cdk.json, and returns the folder with its templates.
// CDK checks them, and fails what it finds an error in.
func synth(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(name, "cdk.json"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		App     string
		Context json.RawMessage
	}
	if err := json.Unmarshal(text, &config); err != nil {
		t.Fatal(err)
	}
	command := strings.Fields(config.App)
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	out := filepath.Join(t.TempDir(), "cdk.out")
	cmd.Dir, cmd.Env = name, append(os.Environ(), "CDK_OUTDIR="+out, "CDK_CONTEXT_JSON="+string(config.Context))
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", config.App, err, output)
	}
	return out
}

func send(d *httpsim.Deployment, r request) (*httpsim.Response, error) {
	sent := httptest.NewRequest("GET", r.url, nil)
	switch r.front {
	case "api":
		api, err := d.RESTAPI("")
		if err != nil {
			return nil, err
		}
		result, err := api.Do(sent)
		if err != nil {
			return nil, err
		}
		return result.Response, nil
	case "url":
		url, err := d.FunctionURL("")
		if err != nil {
			return nil, err
		}
		return url.Do(sent)
	}
	alb, err := d.LoadBalancer(strings.TrimPrefix(r.front, "alb"))
	if err != nil {
		return nil, err
	}
	result, err := alb.Do(sent)
	if err != nil {
		return nil, err
	}
	return result.Response, nil
}

// TestExamplesAreShort counts the lines of each main.go and README, looks in each README for the
// commands, and compares the list of the folder's README with the folders.
func TestExamplesAreShort(t *testing.T) {
	list, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name := range requests {
		for file, expect := range map[string]struct {
			most int
			has  []string
		}{
			"main.go":   {59, []string{"// Command " + name + " ", "cdkapp.Run("}},
			"README.md": {10, []string{"`go run ./local serve --app examples/" + name, "cdk deploy --all", "cdk destroy --all"}},
		} {
			text, err := os.ReadFile(filepath.Join(name, file))
			if err != nil {
				t.Fatal(err)
			}
			if lines := bytes.Count(text, []byte("\n")); lines > expect.most {
				t.Errorf("%s/%s has %d lines, more than %d", name, file, lines, expect.most)
			}
			for _, has := range expect.has {
				if !bytes.Contains(text, []byte(has)) {
					t.Errorf("%s/%s does not have %q", name, file, has)
				}
			}
		}
		if !slices.Contains(strings.Fields(string(list)), fmt.Sprintf("[%s](%s)", name, name)) {
			t.Errorf("README.md has no row for %s", name)
		}
	}
}
