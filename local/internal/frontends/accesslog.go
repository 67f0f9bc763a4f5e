package frontends

import (
	"cmp"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// accessLog writes a line for each request to a load balancer whose access logs are on, in AWS's
// format, to a file of the load balancer's name.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
func (s *Set) accessLog(r *http.Request, result *httpsim.Result, started time.Time) {
	lb := result.Listener.LoadBalancer
	if lb.Attributes["access_logs.s3.enabled"] != "true" {
		return
	}
	dir := cmp.Or(s.config.Logs, filepath.Join(s.config.Dir, "logs"))
	file, err := os.OpenFile(filepath.Join(dir, lb.Name+".log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if errors.Is(err, os.ErrNotExist) {
		if err = os.MkdirAll(dir, 0o755); err == nil {
			s.accessLog(r, result, started)
			return
		}
	}
	if err == nil {
		_, err = file.WriteString(accessLine(r, result, started, time.Now()) + "\n")
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		s.config.Say("access log: %v", err)
	}
}

const stamp = "2006-01-02T15:04:05.000000Z"

// accessLine is one line. Sizes are those of HTTP/1.1. The load balancer has no address here, and
// no target has one; what else is not known is a hyphen, as on AWS.
func accessLine(r *http.Request, result *httpsim.Result, started, now time.Time) string {
	l := result.Listener
	kind, cipher, protocol, name, certificate := "http", "-", "-", "-", "-"
	if r.TLS != nil {
		kind, cipher, name = "https", tls.CipherSuiteName(r.TLS.CipherSuite), cmp.Or(r.TLS.ServerName, "-")
		protocol = strings.ReplaceAll(tls.VersionName(r.TLS.Version), "TLS ", "TLSv")
		if len(l.Certificates) > 0 {
			certificate = l.Certificates[0]
		}
	}
	if r.ProtoMajor == 2 {
		kind = "h2"
	}
	group, trace, times, targetStatus := "-", "-", "-1 -1 -1", "-"
	if result.Event != nil {
		group, times = result.TargetGroup.ARN, fmt.Sprintf("0.000 %.3f 0.000", now.Sub(started).Seconds())
		if found := traceHeader.FindSubmatch(result.Event); found != nil {
			trace = string(found[1])
		}
		if result.Reason == "" {
			targetStatus = strconv.Itoa(result.StatusCode)
		}
	}
	priority, action, host, uri, transform := "-", "-", "-", "-", "-"
	if rule := result.Rule; rule != nil {
		priority, action = strconv.Itoa(rule.Priority), "forward"
		switch {
		case rule.FixedResponse != nil:
			action = "fixed-response"
		case rule.Redirect != nil:
			action = "redirect"
		case rule.RewriteHost != nil || rule.RewritePath != nil:
			host, uri, transform = result.SentHost, result.SentURI, "TransformSuccess"
		}
	}
	connection := sha256.Sum256([]byte(r.RemoteAddr))
	return fmt.Sprintf(`%s %s %s %s - %s %d %s %d %d "%s %s %s" "%s" %s %s %s "%s" "%s" "%s" %s %s "%s" "%s" "%s" "-" "-" "-" "-" TID_%x "%s" "%s" "%s"`,
		kind, now.UTC().Format(stamp), l.LoadBalancer.FullName, r.RemoteAddr, times, result.StatusCode, targetStatus, requestSize(r), responseSize(result),
		r.Method, requestURL(r, l), r.Proto, quoted(cmp.Or(r.UserAgent(), "-")), cipher, protocol, group, trace, name, certificate,
		priority, started.UTC().Format(stamp), action, quoted(cmp.Or(result.Header.Get("Location"), "-")), errorReason(result), connection[:8], host, uri, transform)
}

var traceHeader = regexp.MustCompile(`"x-amzn-trace-id":\[?"([^"]*)"`)

// quoted is a text between quotes: "any non-printable characters are escaped", and so are quotes.
func quoted(text string) string {
	in := strconv.QuoteToASCII(text)
	return in[1 : len(in)-1]
}

// requestURL is "protocol://host:port/uri".
func requestURL(r *http.Request, l *httpsim.Listener) string {
	host := r.Host
	if name, _, err := net.SplitHostPort(r.Host); err == nil {
		host = name
	}
	return fmt.Sprintf("%s://%s:%d%s", strings.ToLower(l.Protocol), host, l.Port, quoted(r.URL.RequestURI()))
}

// errorReason is a reason code of a function that failed: the page's table of error reason codes.
func errorReason(result *httpsim.Result) string {
	switch {
	case result.Event == nil || result.Reason == "":
		return "-"
	case result.Returned == nil && strings.Contains(result.Reason, httpsim.ErrThrottled.Error()):
		return "LambdaThrottling"
	case result.Returned == nil:
		return "LambdaUnhandled"
	case len(result.Returned) > 1_000_000:
		return "LambdaResponseTooLarge"
	}
	return "LambdaInvalidResponse"
}

func requestSize(r *http.Request) int64 {
	return int64(len(r.Method)+len(r.URL.RequestURI())+len(r.Proto)+len("  \r\nHost: \r\n\r\n")+len(r.Host)) + headerSize(r.Header) + max(0, r.ContentLength)
}

func responseSize(result *httpsim.Result) int64 {
	return int64(len("HTTP/1.1 \r\n\r\n")+len(result.Status)) + headerSize(result.Header) + max(0, result.ContentLength)
}

func headerSize(header http.Header) (size int64) {
	for name, values := range header {
		for _, value := range values {
			size += int64(len(name) + len(": \r\n") + len(value))
		}
	}
	return size
}
