// Package browser tests the comparison page and the page of serve in a real browser, Debian's
// headless Chromium. It is a module of its own, so that the application carries neither chromedp
// nor these tests: `go test ./...` at the top passes it by, on machines without a browser too.
// `make test-browser` runs it.
//
// What only a browser shows may enter. The pages' texts are the business of compare/internal/page
// and of local/serve/page.
package browser
