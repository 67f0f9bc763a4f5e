package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// pagePort is where the page is, or on the next port that is free.
const pagePort = 9900

// servePage serves the page of the requests, and says where.
func (s *session) servePage(ctx context.Context) (stop func(), err error) {
	var listener net.Listener
	for port := pagePort; listener == nil; port++ {
		listener, err = new(net.ListenConfig).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil && port == pagePort+50 {
			return nil, fmt.Errorf("the page of the requests: %w", err)
		}
	}
	server := &http.Server{
		Handler: s.live, ReadHeaderTimeout: time.Minute,
		ErrorLog: log.New(io.Discard, "", 0), // connections that break off
	}
	go func() { _ = server.Serve(listener) }() // it ends when it is closed
	s.say("the requests, live, are at http://%s/", listener.Addr())
	return func() { _ = server.Close() }, nil // browsers keep connections open
}

// templates are those that are served, with functions that do not run.
func (s *session) templates() (*httpsim.Deployment, error) {
	dir := s.options.out
	if dir == "" {
		dir = s.app.Assembly()
	}
	d, err := s.read(dir)
	if err != nil {
		return nil, err
	}
	for _, f := range d.Functions {
		f.Handle(httpsim.HandlerFunc(standIn))
	}
	return d, nil
}
