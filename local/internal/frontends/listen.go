package frontends

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// wanted is a front end of a deployment.
type wanted struct {
	name    string
	scheme  string
	port    int // that it would like to have
	http2   bool
	names   bool // headers keep the names that the client sent
	idle    time.Duration
	paths   []string // of its stages
	handler http.Handler
	clients func(*tls.Config) error // how their certificates are treated; nil where they have none
}

// wants lists the front ends of a deployment.
func (s *Set) wants(d *httpsim.Deployment) []wanted {
	var all []wanted
	for _, lb := range d.LoadBalancers {
		for _, l := range lb.Listeners {
			w := wanted{name: ShortName(l.String()), scheme: "http", port: local(l.Port), idle: idleTimeout(lb), handler: s.serveListener(l)}
			if l.Protocol == "HTTPS" {
				w.scheme, w.http2 = "https", lb.Attributes["routing.http2.enabled"] != "false"
				w.clients = s.clientCertificates(l)
			}
			all = append(all, w)
		}
	}
	for _, api := range d.RESTAPIs {
		w := wanted{name: ShortName(api.String()), scheme: "http", port: 3000, idle: time.Minute, names: true, handler: s.serveAPI(api)}
		for _, stage := range api.Stages {
			w.paths = append(w.paths, "/"+stage.Name+"/")
		}
		all = append(all, w)
	}
	for _, u := range d.FunctionURLs {
		all = append(all, wanted{name: ShortName(u.String()), scheme: "http", port: 3000, idle: time.Minute, handler: s.serveURL(u)})
	}
	return all
}

// local is the port of this machine for one of AWS: what needs no privilege.
func local(port int) int {
	switch {
	case port == 0:
		return 8080
	case port < 1024:
		return 8000 + port
	}
	return port
}

// idleTimeout is "60 seconds" unless the attribute says otherwise.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
func idleTimeout(lb *httpsim.LoadBalancer) time.Duration {
	if n, err := strconv.Atoi(lb.Attributes["idle_timeout.timeout_seconds"]); err == nil {
		return time.Duration(n) * time.Second
	}
	return time.Minute
}

// open opens the port, or the next one that is free, unless the configuration names one.
func (s *Set) open(ctx context.Context, w *wanted) (*Front, error) {
	var listener net.Listener
	var err error
	if s.config.AnyPort {
		w.port = 0
	}
	for tries := 0; ; tries++ {
		listener, err = new(net.ListenConfig).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", w.port+tries))
		if err == nil {
			break
		}
		if s.config.Port != 0 {
			return nil, fmt.Errorf("%s: %w; name another port by --port", w.name, err)
		}
		if w.port == 0 || tries == 200 {
			return nil, fmt.Errorf("%s: %w", w.name, err)
		}
	}
	f := &Front{Name: w.name, Scheme: w.scheme, Port: listener.Addr().(*net.TCPAddr).Port}
	f.wanted.Store(w)
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(w.http2)
	f.server = &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s.config.Current(r.Context())
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
			f.wanted.Load().handler.ServeHTTP(w, withNames(r))
		}),
		ConnContext: rememberConn,
		// So that the limits of the front ends are theirs, and not those of net/http.
		MaxHeaderBytes: 256 << 10, IdleTimeout: w.idle, ReadHeaderTimeout: time.Minute, Protocols: protocols,
		ErrorLog: log.New(io.Discard, "", 0), // connections that break off
	}
	if w.names {
		listener = namedListener{listener}
	}
	if w.scheme == "https" {
		certificates, err := newCertificates(s.config.Dir)
		if err != nil {
			_ = listener.Close()
			return nil, err
		}
		config := &tls.Config{GetCertificate: certificates.get, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
		if w.http2 {
			config.NextProtos = []string{"h2", "http/1.1"}
		}
		config.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
			clients := f.wanted.Load().clients
			if clients == nil {
				return nil, nil //nolint:nilnil // this configuration as it is
			}
			own := config.Clone()
			return own, clients(own)
		}
		f.server.TLSConfig = config
		listener = tls.NewListener(listener, config)
	}
	go func() { _ = f.server.Serve(listener) }() // it ends when it is closed
	return f, nil
}

// maxBody is above the limit of every front end, which rejects what is over its own.
const maxBody = 32 << 20

// close lets the requests end that run.
func (f *Front) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = f.server.Shutdown(ctx) // what takes longer is cut off
	_ = f.server.Close()
}
