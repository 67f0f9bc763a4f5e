package gofunction

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"example.com/alb-lambda/fault"
)

var (
	buildTag    = regexp.MustCompile(`^[\pL\p{Nd}_.]+$`)
	experiments = regexp.MustCompile(`^[a-z0-9]+(,[a-z0-9]+)*$`)
	// goAMD64 ends at AVX2: Lambda promises no AVX-512.
	// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-avx2.html
	goAMD64 = []string{"v1", "v2", "v3"}
	// goARM64 is what Graviton2 has, which implements Armv8.2 with LSE and the cryptographic
	// extension.
	// https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html
	goARM64 = regexp.MustCompile(`^v8\.[0-2](,lse|,crypto){0,2}$`)
)

// executable is the name that Lambda starts a function by.
const executable = "bootstrap"

func (c *CodeProps) check(faults *fault.List) {
	if c.Package == "" {
		faults.Add("Package", "it is empty", "name a main package, like ./lambda/echo")
	}
	c.checkFiles(faults)
	for _, tag := range c.Tags {
		if !buildTag.MatchString(tag) {
			faults.Add("Tags", fmt.Sprintf("%q is not a build tag", tag), "give each tag for itself, of letters, digits, _ and .")
		}
	}
	faults.OneOf("Architecture", string(c.Architecture), string(ARM64), string(AMD64))
	if c.GOEXPERIMENT != "" && !experiments.MatchString(c.GOEXPERIMENT) {
		faults.Add("GOEXPERIMENT", fmt.Sprintf("%q is not a list of experiments", c.GOEXPERIMENT), "write it like jsonv2, separated by commas")
	}
	switch {
	case c.GOAMD64 == "":
	case c.Architecture != AMD64:
		faults.Add("GOAMD64", c.GOAMD64+" has no effect on "+string(c.Architecture), "leave it out, or set Architecture")
	case !slices.Contains(goAMD64, c.GOAMD64):
		faults.Add("GOAMD64", fmt.Sprintf("%q is not among what Lambda has everywhere", c.GOAMD64), "use one of "+strings.Join(goAMD64, ", "))
	}
	switch {
	case c.GOARM64 == "":
	case c.Architecture != ARM64:
		faults.Add("GOARM64", c.GOARM64+" has no effect on "+string(c.Architecture), "leave it out, or set Architecture")
	case !goARM64.MatchString(c.GOARM64):
		faults.Add("GOARM64", fmt.Sprintf("%q is not among what Lambda has everywhere", c.GOARM64), "use one of v8.0, v8.1, v8.2, with ,lse and ,crypto")
	}
}

func (c *CodeProps) checkFiles(faults *fault.List) {
	files := c.files()
	names := slices.Sorted(maps.Keys(files))
	for i, name := range names {
		field := fmt.Sprintf("Files[%q]", name)
		first, _, _ := strings.Cut(name, "/")
		switch {
		case !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00"):
			faults.Add(field, "it is not a path in the function", "write it like templates/index.html, without a slash at its ends")
			continue
		case first == executable:
			faults.Add(field, "it is where the executable is", "use another name")
			continue
		}
		for _, inside := range names[i+1:] {
			if strings.HasPrefix(inside, name+"/") {
				faults.Add(field, fmt.Sprintf("%q is inside of it", inside), "put both into one folder, or give them separate paths")
			}
		}
		if !is(files[name], func(m os.FileMode) bool { return m.IsRegular() || m.IsDir() }) {
			faults.Add(field, fmt.Sprintf("%q is not a file or a folder", c.Files[name]), "name one relative to Dir")
		}
	}
}
