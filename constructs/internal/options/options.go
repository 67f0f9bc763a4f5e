// Package options passes on to CDK what a construct has no prop of its own for. Each construct has
// one uniform hook for it, a field Options of CDK's own type: what it sets reaches CDK unchanged,
// also what a later version of CDK adds, and what the construct decides is rejected by its name.
//
// What reads and merges structs of CDK may enter. Which fields a construct decides is its own
// business.
package options

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"example.com/alb-lambda/fault"
)

// Decided are the fields that a construct sets itself, by name, with dots for those of a nested
// struct, and what to do instead of setting them.
type Decided map[string]string

// Check records each field of a pointer to a struct of CDK that is among the decided ones, each nil
// in a list or map, and each field that CDK requires and that is missing. Field is the name of the
// prop.
func Check(field string, options any, decided Decided, faults *fault.List) {
	check(field, "", reflect.ValueOf(options), decided, faults)
}

func check(field, path string, v reflect.Value, decided Decided, faults *fault.List) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			check(field, path, v.Elem(), decided, faults)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			at, name := field+"."+f.Name, join(path, f.Name)
			fix, taken := decided[name]
			switch {
			case v.Field(i).IsZero():
				if f.Tag.Get("field") == "required" && !taken {
					faults.Add(at, "it is missing, and CDK requires it", "set it")
				}
			case taken:
				faults.Add(at, "the construct decides it", fix)
			default:
				check(at, name, v.Field(i), decided, faults)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			checkElement(fmt.Sprintf("%s[%d]", field, i), path, v.Index(i), decided, faults)
		}
	case reflect.Map:
		keys := map[string]reflect.Value{}
		for _, key := range v.MapKeys() {
			keys[key.String()] = v.MapIndex(key)
		}
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			checkElement(fmt.Sprintf("%s[%q]", field, key), path, keys[key], decided, faults)
		}
	}
}

func checkElement(field, path string, v reflect.Value, decided Decided, faults *fault.List) {
	if kind := v.Kind(); (kind == reflect.Interface || kind == reflect.Pointer) && v.IsNil() {
		faults.Add(field, "it is nil", "leave it out")
		return
	}
	check(field, path, v, decided, faults)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Merge sets the fields of props, a pointer to a struct of CDK, that options sets, a pointer to a
// struct with fields of the same names. Where both have a nested struct, that is merged too; any
// other field that props has already is left as it is. Options itself is not changed.
func Merge(props, options any) {
	from := reflect.ValueOf(options)
	if from.IsValid() && !from.IsNil() {
		merge(reflect.ValueOf(props).Elem(), from.Elem())
	}
}

func merge(into, from reflect.Value) {
	for i := range from.NumField() {
		source, target := from.Field(i), into.FieldByName(from.Type().Field(i).Name)
		switch {
		case source.IsZero() || !target.IsValid() || !target.CanSet():
		case target.IsZero():
			target.Set(source)
		case source.Kind() == reflect.Pointer && source.Elem().Kind() == reflect.Struct:
			merge(target.Elem(), source.Elem())
		}
	}
}

// Overlap lists the fields that are set in props, a pointer to a struct of CDK, exist in options
// too, and are not decided: [Merge] would drop what options say of them without a word. A test of
// each construct holds that there is none.
func Overlap(props, options any, decided Decided) []string {
	return overlap("", reflect.ValueOf(props).Elem(), reflect.TypeOf(options).Elem(), decided)
}

func overlap(path string, props reflect.Value, options reflect.Type, decided Decided) (fields []string) {
	for i := range props.NumField() {
		f, v := props.Type().Field(i), props.Field(i)
		name := join(path, f.Name)
		same, exists := options.FieldByName(f.Name)
		if _, taken := decided[name]; taken || !exists || v.IsZero() {
			continue
		}
		if v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct && same.Type == f.Type {
			fields = append(fields, overlap(name, v.Elem(), same.Type.Elem(), decided)...)
			continue
		}
		fields = append(fields, name)
	}
	return fields
}
