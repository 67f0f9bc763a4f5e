package httpsim

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/internal/cfn"
)

// HandlerFunc is a [Handler] that is a function.
type HandlerFunc func(ctx context.Context, event []byte) ([]byte, error)

// Invoke calls f.
func (f HandlerFunc) Invoke(ctx context.Context, event []byte) ([]byte, error) { return f(ctx, event) }

// Function is a Lambda function of a template.
type Function struct {
	origin
	// Name and ARN are those that the function is deployed under, where the template leaves them to
	// CloudFormation with made-up ends.
	Name, ARN string
	// Runtime, such as provided.al2023, and Handler are the template's.
	Runtime, Handler string
	// Timeout is how long Lambda lets the function run.
	Timeout time.Duration
	// MemoryMB is the function's memory.
	MemoryMB int
	// ReservedConcurrency is how many requests it can serve at a time, or nil for any number.
	ReservedConcurrency *int
	// Environment has the variables whose values the template says.
	Environment map[string]string
	// MissingEnvironment names the other variables, each with what is known at deployment only.
	MissingEnvironment map[string][]string
	// Metadata is the metadata of the resource and of its construct, by type.
	Metadata map[string]any

	handler func(reference string) Handler
}

// Handle says what stands for the function's code. Until then, a request that is forwarded to the
// function is an error.
func (f *Function) Handle(h Handler) {
	f.handler = nil
	if h != nil {
		f.HandleBy(func(string) Handler { return h })
	}
}

// HandleBy is Handle where aliases and versions have code of their own: it gets the reference by
// which a front end invokes the function, which is its name or an ARN.
func (f *Function) HandleBy(h func(reference string) Handler) { f.handler = h }

// Function returns a function by its logical id, by its construct path or by the path of a
// construct around it, such as "shop/Orders"; an empty name is the only one there is. A name that
// fits several is an error.
func (d *Deployment) Function(name string) (*Function, error) {
	return find(d.Functions, name, "function", func(f *Function) origin { return f.origin })
}

// Handle says what stands for the code of a function, which is named as for [Deployment.Function]:
// a [HandlerFunc], a lambdahttp.Server around an http.Handler, or any other handler of Lambda.
func (d *Deployment) Handle(function string, h Handler) error {
	f, err := d.Function(function)
	if err != nil {
		return err
	}
	f.Handle(h)
	return nil
}

// Lambda's defaults:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
const (
	defaultTimeout  = 3 * time.Second
	defaultMemoryMB = 128
)

func (d *Deployment) loadFunctions() error {
	for _, r := range d.set.Each("AWS::Lambda::Function") {
		f := &Function{
			origin: originOf(r), Runtime: r.Text("Runtime"), Handler: r.Text("Handler"),
			Timeout: defaultTimeout, MemoryMB: defaultMemoryMB, Metadata: r.Metadata,
			Environment: map[string]string{}, MissingEnvironment: map[string][]string{},
		}
		name, _ := r.Template.Evaluate(map[string]any{"Ref": r.ID})
		arn, _ := r.Template.Evaluate(map[string]any{"Fn::GetAtt": []any{r.ID, "Arn"}})
		f.Name, f.ARN = name.(string), arn.(string)
		var timeout, memory cfn.Int
		var reserved *cfn.Int
		for property, into := range map[string]any{"Timeout": &timeout, "MemorySize": &memory, "ReservedConcurrentExecutions": &reserved} {
			if err := r.Decode(property, into); err != nil {
				return err
			}
		}
		if timeout > 0 {
			f.Timeout = time.Duration(timeout) * time.Second
		}
		if memory > 0 {
			f.MemoryMB = int(memory)
		}
		if reserved != nil {
			f.ReservedConcurrency = (*int)(reserved)
		}
		f.readEnvironment(r)
		d.Functions = append(d.Functions, f)
	}
	return nil
}

func (f *Function) readEnvironment(r *cfn.Resource) {
	environment, _ := r.Properties["Environment"].(map[string]any)
	variables, _ := environment["Variables"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		value, missing := r.Template.Evaluate(variables[name])
		if len(missing) > 0 {
			f.MissingEnvironment[name] = missing
		} else if value != nil {
			f.Environment[name] = fmt.Sprint(value)
		}
	}
}

// function returns the one that a reference invokes, by an alias or a version, too: all of them run
// the same code here. Nil is one of another template.
func (d *Deployment) function(reference string) *Function {
	for range 3 {
		r := d.set.Find(reference)
		switch {
		case r == nil:
			// An ARN with a qualifier that is not a resource of the templates, such as $LATEST.
			base := strings.Split(reference, ":")
			if len(base) != 8 {
				return d.elsewhere(reference, base)
			}
			reference = strings.Join(base[:7], ":")
		case r.Type == "AWS::Lambda::Function":
			for _, f := range d.Functions {
				if f.ID == r.ID && f.Stack == r.Template.Stack {
					return f
				}
			}
			return nil
		default:
			reference = r.Text("FunctionName")
		}
	}
	return nil
}
