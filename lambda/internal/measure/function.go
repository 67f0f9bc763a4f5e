// Package measure starts built functions as Lambda does and measures them through the Runtime API,
// for the commands of lambda/bench. What is measured, and against which goals, is their business.
package measure

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/internal/runtimeapi"
)

// Function is a program, with what was measured of it.
type Function struct {
	Name   string
	Args   []string
	Start  []float64            // ms from the start of the process to its first poll
	Memory map[string][]float64 // MB of peak resident memory, by the name of the load
	Rates  map[string][]float64 // events a second, by the name of the load
	CPU    map[string][]float64 // ms of processor time an event, by the name of the load
}

// Limit is how long a function may take for anything.
const Limit = time.Minute

// Build builds the Go program in the folder as the application builds its function. The file goes
// into dir.
func Build(ctx context.Context, dir, name, folder string) (*Function, error) {
	program := filepath.Join(dir, strings.ReplaceAll(strings.Trim(folder, "./"), "/", "-"))
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", program, ".")
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", folder, err, out)
	}
	return New(name, program), nil
}

// New returns the function that a command line starts.
func New(name string, args ...string) *Function {
	return &Function{Name: name, Args: args, Memory: map[string][]float64{}, Rates: map[string][]float64{}, CPU: map[string][]float64{}}
}

// Run starts the function, waits for its first poll, and gives it to use. It is stopped afterwards.
func (f *Function) Run(ctx context.Context, keepBodies bool, use func(server *runtimeapi.Server, pid int, start time.Duration) error) error {
	server, err := runtimeapi.Listen(ctx, keepBodies)
	if err != nil {
		return err
	}
	defer func() { _ = server.Close() }()
	cmd := exec.CommandContext(ctx, f.Args[0], f.Args[1:]...)
	cmd.Env = append(os.Environ(), "AWS_LAMBDA_RUNTIME_API="+server.Address())
	cmd.Stderr = os.Stderr
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	polled, err := server.WaitPoll(Limit)
	if err == nil {
		err = use(server, cmd.Process.Pid, polled.Sub(began))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

// Load is a kind of event, and how many of them make a measurement.
type Load struct {
	Name      string
	Event     []byte
	Warm, All int
}

// MeasureStart measures the time from the start of the process to its first poll.
func (f *Function) MeasureStart(ctx context.Context) error {
	return f.Run(ctx, false, func(_ *runtimeapi.Server, _ int, start time.Duration) error {
		f.Start = append(f.Start, start.Seconds()*1000)
		return nil
	})
}

// MeasureRate measures events a second, one after the other as Lambda sends them, and the peak of
// memory. A response is to have least bytes.
func (f *Function) MeasureRate(ctx context.Context, l Load, least int) error {
	return f.Run(ctx, false, func(server *runtimeapi.Server, pid int, _ time.Duration) error {
		var began time.Time
		var used time.Duration
		for i := range l.Warm + l.All {
			if i == l.Warm {
				began, used = time.Now(), processorTime(pid)
			}
			response, err := server.Invoke(strconv.Itoa(i), l.Event, Limit)
			if err != nil {
				return err
			}
			if response.Failed || response.Size < int64(least) {
				return fmt.Errorf("%s: a response of %d bytes to %d, failed: %t", l.Name, response.Size, len(l.Event), response.Failed)
			}
		}
		f.Rates[l.Name] = append(f.Rates[l.Name], float64(l.All)/time.Since(began).Seconds())
		f.CPU[l.Name] = append(f.CPU[l.Name], (processorTime(pid)-used).Seconds()*1000/float64(l.All))
		memory, err := Peak(pid)
		f.Memory[l.Name] = append(f.Memory[l.Name], memory)
		return err
	})
}

// Rate returns the median rate of a load.
func (f *Function) Rate(load string) float64 { return Median(f.Rates[load]) }

// MostMemory returns the larger of the median peaks of the loads.
func (f *Function) MostMemory(loads ...string) float64 {
	most := 0.0
	for _, load := range loads {
		most = max(most, Median(f.Memory[load]))
	}
	return most
}

// Peak returns the most memory that the process has had, in MB:
// https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
func Peak(pid int) (float64, error) {
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

// processorTime returns how long the threads of the process have run:
// https://docs.kernel.org/scheduler/sched-stats.html. What else the machine does changes it little.
// It is 0 where the system does not say.
func processorTime(pid int) time.Duration {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid)) // the pattern is right
	var sum time.Duration
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // a thread that has ended
		}
		if fields := strings.Fields(string(text)); len(fields) > 0 {
			ns, _ := strconv.ParseInt(fields[0], 10, 64)
			sum += time.Duration(ns)
		}
	}
	return sum
}

// FirstPoll returns the lower quartile of the starts: what else the machine does only delays them.
func (f *Function) FirstPoll() float64 {
	sorted := slices.Sorted(slices.Values(f.Start))
	return sorted[len(sorted)/4]
}

// Median returns the value in the middle.
func Median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
