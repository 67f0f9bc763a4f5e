package httpsim

import (
	"context"
	"net/http"
)

type namesKey struct{}

// WithHeaderNames returns a context that says how the client wrote the names of its headers, by
// their canonical form. A REST API passes names on as they are, and net/http's server changes them.
// Requests without it have the names of their Header.
func WithHeaderNames(ctx context.Context, names map[string]string) context.Context {
	return context.WithValue(ctx, namesKey{}, names)
}

// HeaderNames returns the names of [WithHeaderNames], or nil.
func HeaderNames(ctx context.Context) map[string]string {
	names, _ := ctx.Value(namesKey{}).(map[string]string)
	return names
}

// headerNames returns what a name of the request's Header is called in an event.
func headerNames(r *http.Request) func(string) string {
	names := HeaderNames(r.Context())
	return func(name string) string {
		if sent, ok := names[name]; ok {
			return sent
		}
		return name
	}
}
