package cdktest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/fault"
	"github.com/aws/constructs-go/constructs/v10"
)

// Draws fills structs with what callers pass by mistake: half of the fields, values at and beyond
// limits, texts that are not names, nil in the middle of a list, and objects of CDK that know less
// than they should. The same seed draws the same values.
type Draws struct {
	random *rand.Rand
	pool   map[reflect.Type][]reflect.Value
	texts  []string
}

// NewDraws draws by seed. The pool has the objects and functions that fields of interface and
// function types get, each where it fits, and texts to draw beside the usual ones, such as tokens.
func NewDraws(seed uint64, pool ...any) *Draws {
	d := &Draws{random: rand.New(rand.NewPCG(seed, seed)), pool: map[reflect.Type][]reflect.Value{}, texts: slices.Clone(texts)}
	for _, object := range pool {
		if text, ok := object.(string); ok {
			d.texts = append(d.texts, text)
			continue
		}
		d.pool[nil] = append(d.pool[nil], reflect.ValueOf(object))
	}
	return d
}

var (
	texts = []string{
		"", "a", "/", "/a", "/a/*", "a b", "*", "example.com", "api.example.com", "https://example.com", "-", "ä", "\n",
		"{{resolve:ssm:/a}}", "HTTP", "HTTPS", "GET", "arn:aws:a:b:c:d", "10.0.0.0/16", "200-299", "true", "7",
		"arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/b/c",
	}
	numbers   = []int64{-1, 0, 1, 2, 60, 80, 200, 404, 443, 8080, 50000, 65535, 65536, 1 << 40}
	durations = []time.Duration{-time.Second, 0, 1, time.Millisecond, time.Second, 30 * time.Second, time.Minute, time.Hour, 8 * 24 * time.Hour}
)

// Fill gives each exported field of the struct that into points to a value, or leaves it out.
func (d *Draws) Fill(into any) { d.fill(reflect.ValueOf(into).Elem(), 0) }

// Text is one of the texts that a caller may pass.
func (d *Draws) Text() string { return d.texts[d.random.IntN(len(d.texts))] }

// Intn is a number from 0 to n-1.
func (d *Draws) Intn(n int) int { return d.random.IntN(n) }

// deep is where a tree of structs ends.
const deep = 6

func (d *Draws) fill(v reflect.Value, depth int) {
	if depth > deep || d.random.IntN(5) < 2 {
		return // left out
	}
	if v.Type() == reflect.TypeFor[time.Duration]() {
		v.SetInt(int64(durations[d.random.IntN(len(durations))]))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				d.fill(v.Field(i), depth+1)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.fill(v.Elem(), depth+1)
	case reflect.Slice:
		n := d.random.IntN(4)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			d.fill(v.Index(i), depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range d.random.IntN(4) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			d.fill(key, depth+1)
			d.fill(value, depth+1)
			v.SetMapIndex(key, value)
		}
	case reflect.Interface, reflect.Func:
		if fits := d.fitting(v.Type()); len(fits) > 0 {
			v.Set(fits[d.random.IntN(len(fits))])
		}
	case reflect.String:
		v.SetString(d.Text())
	case reflect.Bool:
		v.SetBool(d.random.IntN(2) == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(numbers[d.random.IntN(len(numbers))])
	case reflect.Float64:
		v.SetFloat(float64(numbers[d.random.IntN(len(numbers))]))
	}
}

// fitting are the objects of the pool that a field of a type can hold.
func (d *Draws) fitting(t reflect.Type) []reflect.Value {
	if fits, ok := d.pool[t]; ok {
		return fits
	}
	fits := []reflect.Value{}
	for _, object := range d.pool[nil] {
		if object.Type().AssignableTo(t) {
			fits = append(fits, object)
		}
	}
	d.pool[t] = fits
	return fits
}

// Shape is what tells one draw from another: its values, behind the pointers that it holds.
func Shape(drawn any) string {
	var text strings.Builder
	shape(&text, reflect.ValueOf(drawn))
	return text.String()
}

func shape(text *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			text.WriteByte('*')
			shape(text, v.Elem())
		}
	case reflect.Interface: // an object of the pool
		if !v.IsNil() {
			fmt.Fprintf(text, "%T %p", v.Interface(), v.Interface())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				shape(text, v.Field(i))
				text.WriteByte(',')
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			text.WriteByte('[')
			shape(text, v.Index(i))
		}
	case reflect.Map:
		keys := map[string]reflect.Value{}
		for _, key := range v.MapKeys() {
			keys[fmt.Sprint(key)] = v.MapIndex(key)
		}
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			text.WriteString("[" + key + ":")
			shape(text, keys[key])
		}
	case reflect.Func:
		fmt.Fprint(text, v.Pointer())
	default:
		fmt.Fprint(text, v.Interface())
	}
}

// Constructs calls a constructor that may reject its props. It says whether a construct was
// created, and otherwise what is wrong with how it ended: with anything but a *fault.Error that
// names path, field, problem and fix, with one that CDK has to point out, or with a child left in
// scope.
func Constructs(scope constructs.Construct, build func()) (created bool, wrong string) {
	before := len(*scope.Node().Children())
	cause := panicked(build)
	if cause == nil {
		return true, ""
	}
	if _, wrong = rejection(cause); wrong == "" && len(*scope.Node().Children()) != before {
		wrong = fmt.Sprintf("it left a child in the tree: %v", cause)
	}
	return false, wrong
}

// Validates calls a constructor without a scope, which rejects that and what else is wrong, before
// it calls CDK. It says whether nothing else was, and what is wrong with how it ended, as
// Constructs does.
func Validates(build func()) (valid bool, wrong string) {
	faults, wrong := rejection(panicked(build))
	if wrong == "" && faults[0].Field != "scope" {
		wrong = "it does not reject the scope: " + faults[0].String()
	}
	return wrong == "" && len(faults) == 1, wrong
}

// rejection are the validation errors that a constructor panicked with, or what is wrong with them.
func rejection(cause any) (faults []fault.Fault, wrong string) {
	err, _ := cause.(error)
	rejected, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return nil, fmt.Sprintf("it panicked with %v", cause)
	}
	for _, f := range rejected.Faults {
		if f.Path == "" || f.Field == "" || f.Problem == "" || f.Fix == "" {
			return nil, "a part is missing: " + f.String()
		}
		if f.Field == "props" {
			return nil, "CDK rejects what the checks let through: " + f.String()
		}
	}
	return rejected.Faults, ""
}

// panicked is what build panics with, or nil.
func panicked(build func()) (cause any) {
	defer func() { cause = recover() }()
	build()
	return nil
}
