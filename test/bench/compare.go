package main

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// sameJSON fails at the first place where two JSON texts differ.
func sameJSON(a, b []byte) error {
	var x, y any
	if err := json.Unmarshal(a, &x); err != nil {
		return err
	}
	if err := json.Unmarshal(b, &y); err != nil {
		return err
	}
	return same("", x, y)
}

// follows is metadata of ours that a template without constructs does not have.
const follows = "follows"

func same(path string, x, y any) error {
	object, isObject := x.(map[string]any)
	other, otherIs := y.(map[string]any)
	if !isObject || !otherIs {
		if !reflect.DeepEqual(x, y) {
			return fmt.Errorf("%s is %v, ours is %v", path, y, x)
		}
		return nil
	}
	for key := range other {
		if _, ok := object[key]; !ok {
			return fmt.Errorf("%s/%s is not in ours", path, key)
		}
	}
	for key, value := range object {
		if key == follows {
			continue
		}
		if _, ok := other[key]; !ok {
			return fmt.Errorf("%s/%s is missing", path, key)
		}
		if err := same(path+"/"+key, value, other[key]); err != nil {
			return err
		}
	}
	return nil
}
