//go:build unix

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// client is a connection that sends one request over and over, with little work of its own.
type client struct {
	net.Conn
	in      *bufio.Reader
	request []byte
}

func connect(ctx context.Context, address string) (*client, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	body := `{"text":"` + strings.Repeat("x", 1024-11) + `"}`
	request := fmt.Sprintf("POST /echo/orders?page=1 HTTP/1.1\r\nHost: shop.example.com\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	return &client{conn, bufio.NewReaderSize(conn, 16<<10), []byte(request)}, nil
}

func (c *client) send() error {
	if _, err := c.Write(c.request); err != nil {
		return err
	}
	response, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	n, err := io.Copy(io.Discard, response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || n < 1024) {
		err = fmt.Errorf("status %d with %d bytes", response.StatusCode, n)
	}
	return err
}

// throughput is how many requests a second so many connections get through, each sending one after
// the other.
func throughput(ctx context.Context, address string, connections int, length time.Duration) (float64, error) {
	var all sync.WaitGroup
	counts, errs := make([]int, connections), make([]error, connections)
	var began time.Time
	warm := 500 * time.Millisecond
	began = time.Now().Add(warm)
	for i := range connections {
		all.Go(func() {
			c, err := connect(ctx, address)
			if err != nil {
				errs[i] = err
				return
			}
			defer func() { _ = c.Close() }() // all is received
			for ctx.Err() == nil && errs[i] == nil && time.Since(began) < length {
				errs[i] = c.send()
				if time.Now().After(began) {
					counts[i]++
				}
			}
		})
	}
	all.Wait()
	sum := 0
	for i := range connections {
		if errs[i] != nil {
			return 0, errs[i]
		}
		sum += counts[i]
	}
	return float64(sum) / time.Since(began).Seconds(), ctx.Err()
}

// latency is the 99th percentile, in milliseconds, of requests that are due at a steady rate: what
// waits for a connection counts.
func latency(ctx context.Context, address string, rate int, length time.Duration) (float64, error) {
	const connections = 16
	due := make(chan time.Time, rate)
	var mutex sync.Mutex
	var all sync.WaitGroup
	var took []float64
	var failed error
	for range connections {
		all.Go(func() {
			c, err := connect(ctx, address)
			if err == nil {
				defer func() { _ = c.Close() }() // all is received
			}
			for at := range due {
				if err == nil {
					err = c.send()
				}
				mutex.Lock()
				took = append(took, float64(time.Since(at).Microseconds())/1000)
				if err != nil {
					failed = err
				}
				mutex.Unlock()
			}
		})
	}
	began := time.Now()
	for i := range int(length.Seconds() * float64(rate)) {
		at := began.Add(time.Duration(i) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(at))
		due <- at
	}
	close(due)
	all.Wait()
	slices.Sort(took)
	return took[len(took)*99/100], failed
}
