package main

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"example.com/alb-lambda/lambda/httpsim"
)

// environmentFile is what --env gives: variables for all functions, and for single ones.
type environmentFile struct {
	all map[string]string
	of  map[string]map[string]string // by name of a function
}

// readEnvironment reads KEY=VALUE lines. A line like [shop/Orders] is before those of one function;
// # begins a comment.
func readEnvironment(name string) (*environmentFile, error) {
	e := &environmentFile{all: map[string]string{}, of: map[string]map[string]string{}}
	if name == "" {
		return e, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	into := e.all
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		key, value, ok := strings.Cut(line, "=")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[' && strings.HasSuffix(line, "]"):
			function := strings.TrimSpace(line[1 : len(line)-1])
			if e.of[function] == nil {
				e.of[function] = map[string]string{}
			}
			into = e.of[function]
		case !ok || strings.TrimSpace(key) == "":
			return nil, fmt.Errorf("%s:%d: %q is not KEY=VALUE", name, n, line)
		default:
			into[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return e, lines.Err()
}

// check finds the functions that single variables are for.
func (e *environmentFile) check(d *httpsim.Deployment) error {
	for name := range e.of {
		if _, err := d.Function(name); err != nil {
			return fmt.Errorf("--env: [%s]: %w", name, err)
		}
	}
	return nil
}

// variables are those of a function: what the template says, and before that what the file says.
func (e *environmentFile) variables(d *httpsim.Deployment, f *httpsim.Function) (variables []string, missing []string) {
	values := maps.Clone(f.Environment)
	for name := range f.MissingEnvironment {
		if value, ok := e.all[name]; ok {
			values[name] = value
		}
	}
	for name := range f.Environment {
		if value, ok := e.all[name]; ok {
			values[name] = value
		}
	}
	// What no template names is for all: credentials, for example.
	for name, value := range e.all {
		if _, ok := values[name]; !ok {
			values[name] = value
		}
	}
	for name, own := range e.of {
		if of, err := d.Function(name); err == nil && of == f {
			maps.Copy(values, own)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.MissingEnvironment)) {
		if _, ok := values[name]; !ok {
			missing = append(missing, name+" ("+strings.Join(f.MissingEnvironment[name], ", ")+")")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		variables = append(variables, name+"="+values[name])
	}
	return variables, missing
}
