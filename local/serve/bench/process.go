//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func command(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, output)
	}
	return nil
}

// process is local/serve.
type process struct {
	cmd     *exec.Cmd
	address string // of the load balancer, without the scheme
	ended   chan struct{}
}

var address = regexp.MustCompile(`HTTP:80 +http://(127\.0\.0\.1:\d+)/`)

// start starts a command line of it, and waits until it says where the load balancer is.
func start(ctx context.Context, dir, name string, args ...string) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, name, args...), ended: make(chan struct{})}
	p.cmd.Dir = dir
	// As in a terminal, Ctrl-C reaches go run and what it runs.
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	p.cmd.Cancel = p.interrupt
	p.cmd.WaitDelay = 10 * time.Second
	output, input := io.Pipe()
	p.cmd.Stdout, p.cmd.Stderr = input, input
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = p.cmd.Wait() // what it said says why it ended
		_ = input.Close()
		close(p.ended)
	}()
	found := make(chan string, 1)
	var said bytes.Buffer
	go func() {
		scanner := bufio.NewScanner(output)
		for scanner.Scan() {
			if match := address.FindStringSubmatch(scanner.Text()); match != nil {
				found <- match[1]
				break
			}
			said.WriteString(scanner.Text() + "\n")
		}
		_, _ = io.Copy(io.Discard, output) // so that it can go on writing
	}()
	select {
	case p.address = <-found:
		return p, nil
	case <-p.ended:
		return nil, fmt.Errorf("%s ended: %s\n%s", p.cmd, p.cmd.ProcessState, said.String())
	}
}

func (p *process) pid() int { return p.cmd.Process.Pid }

func (p *process) interrupt() error { return syscall.Kill(-p.pid(), syscall.SIGINT) }

func (p *process) stop() {
	_ = p.interrupt() // it may have ended
	<-p.ended
}

// get sends one request on a connection of its own.
func get(ctx context.Context, address, path string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		return 0, "", err
	}
	r.Close = true
	response, err := (&http.Client{Transport: &http.Transport{Proxy: nil}}).Do(r)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

// timeStart times the documented command for this application to the first response of its
// function: with templates that are current, or with settings that are as new as the command, so
// that it synthesizes.
func timeStart(ctx context.Context, root string, current bool, rounds int) (float64, error) {
	// It makes them current, and compiles the command.
	if err := command(ctx, root, "go", "run", "./local", "explain", "http://a.example/echo"); err != nil {
		return 0, err
	}
	var seconds []float64
	for range rounds {
		began := time.Now()
		if !current {
			if err := os.Chtimes(filepath.Join(root, "cdk.json"), began, began); err != nil {
				return 0, err
			}
		}
		p, err := start(ctx, root, "go", "run", "./local", "serve")
		if err != nil {
			return 0, err
		}
		status, body, err := get(ctx, p.address, "/echo")
		seconds = append(seconds, time.Since(began).Seconds())
		p.stop()
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("the echo responds %d %s", status, body)
		}
		if err != nil {
			return 0, err
		}
	}
	return median(seconds), nil
}

// timeSaves saves the handler and waits for what it says then.
func (p *process) timeSaves(ctx context.Context, file string, rounds int) (float64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	if _, _, err := get(ctx, p.address, "/hello0"); err != nil { // it is built
		return 0, err
	}
	var seconds []float64
	for n := range rounds {
		want := fmt.Sprintf("version %d", n+1)
		changed := bytes.Replace(text, []byte("version 0"), []byte(want), 1)
		began := time.Now()
		if err := os.WriteFile(file, changed, 0o644); err != nil {
			return 0, err
		}
		for body := ""; body != want; {
			if _, body, err = get(ctx, p.address, "/hello0"); err != nil {
				return 0, err
			}
			if time.Since(began) > time.Minute {
				return 0, errors.New("the saved handler does not respond: " + body)
			}
		}
		seconds = append(seconds, time.Since(began).Seconds())
	}
	return median(seconds), nil
}

// peak returns the most memory that the process has had, in MB:
// https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
func peak(pid int) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, ok := strings.Cut(string(status), "VmHWM:")
	if !ok {
		return 0, fmt.Errorf("no VmHWM in the status of process %d", pid)
	}
	kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kib * 1024 / 1e6, err
}
