package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/internal/runtimeapi"
)

type result struct {
	start, small, large, memory []float64
}

const limit = 30 * time.Second

// measure starts the function afresh and adds what it sees to the result.
func (f function) measure(ctx context.Context, r *result) error {
	for _, size := range []int{1 << 10, 1 << 20} {
		server, err := runtimeapi.Listen(false)
		if err != nil {
			return err
		}
		cmd := exec.CommandContext(ctx, f.args[0], f.args[1:]...)
		cmd.Env = append(os.Environ(), "AWS_LAMBDA_RUNTIME_API="+server.Address())
		cmd.Stderr = os.Stderr
		began := time.Now()
		if err := cmd.Start(); err != nil {
			return err
		}
		at, err := server.WaitPoll(limit)
		if err == nil {
			r.start = append(r.start, at.Sub(began).Seconds()*1000)
			err = f.rate(server, size, cmd.Process.Pid, r)
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = server.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (f function) rate(server *runtimeapi.Server, size, pid int, r *result) error {
	event := event(size)
	warm, n := 200, 2000
	if size > 1<<16 {
		warm, n = 30, 100
	}
	var began time.Time
	for i := range warm + n {
		if i == warm {
			began = time.Now()
		}
		answer, err := server.Invoke(strconv.Itoa(i), event, limit)
		if err != nil {
			return err
		}
		if answer.Failed || answer.Size < int64(len(event)) {
			return fmt.Errorf("answer of %d bytes, failed: %t", answer.Size, answer.Failed)
		}
	}
	rate := float64(n) / time.Since(began).Seconds()
	if size <= 1<<16 {
		r.small = append(r.small, rate)
		return nil
	}
	r.large = append(r.large, rate)
	memory, err := peak(pid)
	r.memory = append(r.memory, memory)
	return err
}

// peak returns the most memory in MB that the process has had.
func peak(pid int) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kb / 1000, err
}

func print(functions []function, report []result) {
	for i, f := range functions {
		r := report[i]
		fmt.Printf("%-16s start %6.1f ms  1KB %8.0f/s  1MB %7.1f/s  peak %6.1f MB\n", f.name, median(r.start), median(r.small), median(r.large), median(r.memory))
	}
}
