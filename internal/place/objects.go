package place

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"example.com/alb-lambda/fault"
)

// Objects records each object in a struct of props that nobody created: a nil pointer in an
// interface, or a struct of the caller's in which the CDK object that it embeds is missing. Each of
// its methods would panic without the name of a prop, so that Objects panics with the validation
// errors itself if there is one. Before it, no method of an object may be called. The prefix is
// that of the fields, such as a route's.
func Objects(faults *fault.List, prefix string, props any) {
	found := fault.New(faults.Path())
	walk(found, prefix, reflect.ValueOf(props))
	if found.Err() != nil {
		faults.Merge(found)
		faults.PanicIfAny()
	}
}

func walk(faults *fault.List, field string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		walk(faults, field, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				walk(faults, join(field, f.Name), v.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			walk(faults, fmt.Sprintf("%s[%d]", field, i), v.Index(i))
		}
	case reflect.Map:
		for _, key := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int {
			return cmp.Compare(a.String(), b.String())
		}) {
			walk(faults, fmt.Sprintf("%s[%q]", field, key.String()), v.MapIndex(key))
		}
	case reflect.Interface:
		if !v.IsNil() && hollow(v.Elem(), v.Type()) {
			faults.Add(field, fmt.Sprintf("nobody created the %s", v.Elem().Type()), "give what one of CDK's constructors or From functions returned")
		}
	}
}

func join(prefix, name string) string {
	if prefix == "" {
		return name
	}
	return prefix + "." + name
}

// proxy begins the names of jsii's own types, whose embedded objects are jsii's business.
const proxy = "jsiiProxy_"

// hollow says whether an object is nil, or has methods that are wanted of it from an embedded one
// that is.
func hollow(object reflect.Value, wanted reflect.Type) bool {
	switch object.Kind() {
	case reflect.Pointer, reflect.Interface:
		return object.IsNil() && shareMethods(object.Type(), wanted) || !object.IsNil() && hollow(object.Elem(), wanted)
	case reflect.Struct:
		if strings.HasPrefix(object.Type().Name(), proxy) {
			return false
		}
		for i := range object.NumField() {
			if object.Type().Field(i).Anonymous && hollow(object.Field(i), wanted) {
				return true
			}
		}
	}
	return false
}

func shareMethods(a, b reflect.Type) bool {
	for method := range b.Methods() {
		if _, ok := a.MethodByName(method.Name); ok {
			return true
		}
	}
	return false
}
