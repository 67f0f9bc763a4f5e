package page

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
)

// Style and script are in files of their own, to be read, and in the document, so that it is all
// there is.
//
//go:embed assets
var assets embed.FS

// scripts are in this order in one script.
var scripts = []string{"text.js", "tabs.js", "list.js", "details.js", "compare.js", "replay.js", "main.js"}

var whole, policy = build()

// build puts the document together, and writes the policy that lets nothing run or load but what is
// in it.
func build() (document, policy string) {
	style, script := asset("page.css"), ""
	for _, name := range scripts {
		script += asset(name)
	}
	script = "(() => {\n" + script + "})();\n"
	document = strings.NewReplacer("{{style}}", style, "{{script}}", script).Replace(asset("page.html"))
	policy = "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script) + "; connect-src 'self'; img-src data:; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	return document, policy
}

func asset(name string) string {
	text, err := assets.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // it is embedded
	}
	return string(text)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func document(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, whole) // a browser that has gone needs no response
}
