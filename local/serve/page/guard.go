package page

import (
	"net"
	"net/http"
	"slices"
)

// guard lets nobody in but the page itself, in a browser that has it from this machine:
//
//   - a name that somebody else's DNS leads here, since such a page would be of the same origin for
//     the browser, is not 127.0.0.1 or localhost, which the Host header would say;
//   - the page of another site, or of another port of this machine, is of another origin, which the
//     browser says in Origin and Sec-Fetch-Site. Only the page itself may be linked to.
//
// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Content-Security-Policy": policy,
		} {
			w.Header().Set(name, value)
		}
		host := r.Host
		if name, _, err := net.SplitHostPort(r.Host); err == nil {
			host = name
		}
		origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
		switch {
		case !slices.Contains([]string{"127.0.0.1", "localhost"}, host):
			respond(w, http.StatusForbidden, problem{"the page is at 127.0.0.1 and localhost only"})
		case origin != "" && origin != "http://"+r.Host,
			r.URL.Path != "/" && !slices.Contains([]string{"", "same-origin", "none"}, site),
			r.Method == http.MethodPost && r.Header.Get("Content-Type") != "application/json":
			respond(w, http.StatusForbidden, problem{"only the page itself may send such a request"})
		default:
			next.ServeHTTP(w, r)
		}
	})
}
