package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// command runs the command line and returns its exit code and what it prints.
func command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestExplain(t *testing.T) {
	dir := copyApp(t)
	explain := func(args ...string) string {
		t.Helper()
		code, stdout, stderr := command(t, append([]string{"explain", "--app", dir}, args...)...)
		if code != 0 {
			t.Fatalf("%q: %d %s", args, code, stderr)
		}
		return stdout
	}
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"-X", "PUT", "-H", "X-A: 1", "-d", "body", "https://shop.example.com/single/7?a=b"}, []string{
			"PUT https://shop.example.com/single/7?a=b at shop/Edge/LoadBalancer HTTPS:443\n",
			"     10  no   shop/Edge/Mount-/hello/Rule: Paths: \"/single/7\" is not one of \"/hello\", \"/hello/*\"\n",
			"     11  yes  shop/Edge/Mount-/single/Rule\n",
			"forwards to shop/Edge/SingleGroup by weight 1\n",
			"\nshop/Single gets\n{\n", `"x-a": "1"`, `"httpMethod": "PUT"`, `"host": "shop.example.com"`,
			"the function is not run, and a 200 stands for its response; --run runs it\n", "the client gets\nHTTP/1.1 200 OK\nServer: awselb/2.0\n",
		}},
		{[]string{"http://shop.example.com/x"}, []string{
			"   last  yes  default action\n", "HTTP/1.1 301 Moved Permanently\n", "Location: https://shop.example.com:443/x\n",
			"which is the front end's own response: the action of the rule is a redirect\n",
		}},
		{[]string{"--from", "198.51.100.7", "https://shop.example.com/hello"}, []string{`"198.51.100.7"`}},
		{[]string{"https://shop.example.com/people"}, []string{"HTTP/1.1 302 Found\n", "Location: https://id.example/authorize?client_id=shop&"}},
		{[]string{"--user", "alice,email=a@example.com", "https://shop.example.com/people"}, []string{`"x-amzn-oidc-identity"`, `"alice"`, `"x-amzn-oidc-data"`}},
		{[]string{"--to", "shop/API", "https://api.example.com/live/a/b"}, []string{"at shop/API\n", "resource /{proxy+}, method ANY\n", `"proxy": "a/b"`}},
		{[]string{"--to", "shop/URL", "https://x.lambda-url.us-east-1.on.aws/a"}, []string{"at shop/URL\n", `"rawPath": "/a"`}},
		{[]string{"--run", "https://shop.example.com/hello"}, []string{"and returns\n{\n", "X-Two: a\nX-Two: b\n", "\nhello one "}},
	} {
		got := explain(c.args...)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%q lacks %q:\n%s", c.args, want, got)
			}
		}
	}
	code, _, stderr := command(t, "explain", "--app", dir, "https://shop.example.com:444/")
	if code != 1 || !strings.Contains(stderr, "has no listener for https://shop.example.com:444/; it has HTTP on 80, HTTPS on 443") {
		t.Errorf("%d %s", code, stderr)
	}
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, `there is no command ""`},
		{[]string{"serv"}, 2, `there is no command "serv"`},
		{[]string{"serve", "--nope"}, 2, "flag provided but not defined"},
		{[]string{"serve", "more"}, 2, `"more" is not a flag`},
		{[]string{"serve", "--port", "70000"}, 2, "--port 70000 is outside 1..65000"},
		{[]string{"explain", "--app", "testdata/app", "--user", "a=b", "http://a/"}, 2, "does not begin with the user's id"},
		{[]string{"explain"}, 2, "explain needs one URL"},
		{[]string{"explain", "-H", "X", "http://a/"}, 2, `-H "X" is not like 'NAME: VALUE'`},
		{[]string{"serve", "--app", t.TempDir()}, 1, "is not the folder of a CDK app"},
		{[]string{"serve", "--app", "testdata/app", "-c", "nope"}, 1, "-c nope is not KEY=VALUE"},
		{[]string{"serve", "--app", "testdata/app", "--out", t.TempDir()}, 1, "is not a folder that CDK has synthesized to"},
		{[]string{"explain", "--app", "testdata/app", "--env", "absent", "http://a/"}, 1, "open absent"},
	} {
		code, _, stderr := command(t, c.args...)
		if code != c.code || !strings.HasPrefix(stderr, "local: ") || !strings.Contains(stderr, c.want) || (code == 2) != strings.Contains(stderr, "usage: ") {
			t.Errorf("%q: %d %s", c.args, code, stderr)
		}
	}
	if code, stdout, _ := command(t, "serve", "--help"); code != 0 || !strings.Contains(stdout, "--env FILE") {
		t.Errorf("%d %s", code, stdout)
	}
	if err := os.RemoveAll("testdata/app/.local"); err != nil {
		t.Error(err)
	}
}

func TestEnvironmentFile(t *testing.T) {
	for text, want := range map[string]string{
		"A=1\n=2": `:2: "=2" is not KEY=VALUE`, "nope": `:1: "nope" is not KEY=VALUE`,
	} {
		file := filepath.Join(t.TempDir(), "env")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readEnvironment(file); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	file := filepath.Join(t.TempDir(), "env")
	if err := os.WriteFile(file, []byte("[shop/None]\nA=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, stderr := command(t, "explain", "--run", "--env", file, "--app", copyApp(t), "http://a/")
	if code != 1 || !strings.Contains(stderr, `--env: [shop/None]: httpsim: no function is called "shop/None"; there are `) {
		t.Errorf("%d %s", code, stderr)
	}
}
