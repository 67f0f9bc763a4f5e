// Package guard makes a constructor end in one of two ways: with its construct, or with a *fault.Error
// and nothing left in the tree. Constructors check their props themselves and say what is wrong with
// which; this is the net for what CDK alone knows to reject.
package guard

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"example.com/alb-lambda/constructs/internal/imported"
	"example.com/alb-lambda/fault"
	"github.com/aws/constructs-go/constructs/v10"
)

// Construction of one construct.
type Construction struct {
	scope   constructs.Construct
	id      string
	existed bool
	// Path that the construct has, or will have.
	Path string
	undo []func()
}

// Begin checks where a construct is to be created, and panics with a *fault.Error when there is no
// scope, no id, or another construct with that id. The caller defers End.
func Begin(scope constructs.Construct, id string) *Construction {
	c := Open(scope, id)
	if c.existed {
		Reject(c.Path, "id", fmt.Sprintf("%q is the id of another construct", id), "use another")
	}
	return c
}

// Open is Begin for a caller that looks for another construct with the id by itself: see Existed.
func Open(scope constructs.Construct, id string) *Construction {
	if Nil(scope) {
		Reject(id, "scope", "it is nil", "give the stack, or a construct in it")
	}
	path := *scope.Node().Path()
	if id == "" {
		Reject(path, "id", "it is empty", "give the construct an id")
	}
	return &Construction{
		scope: scope, id: id, existed: scope.Node().TryFindChild(&id) != nil,
		Path: strings.TrimPrefix(path+"/"+id, "/"),
	}
}

// Existed says whether the scope had a construct with the id before.
func (c *Construction) Existed() bool { return c.existed }

// Undo adds what End does when the construct is not finished, last first.
func (c *Construction) Undo(undo func()) { c.undo = append(c.undo, undo) }

// End removes the construct and what it registered if the constructor panics, and turns what CDK
// throws into a *fault.Error.
func (c *Construction) End() {
	cause := recover()
	if cause == nil {
		return
	}
	for i := len(c.undo) - 1; i >= 0; i-- {
		c.undo[i]()
	}
	if !c.existed {
		c.scope.Node().TryRemoveChild(&c.id)
	}
	panic(Error(c.Path, cause))
}

// Error is what a constructor panicked with, as a *fault.Error of the construct at path.
func Error(path string, cause any) error {
	if err, ok := cause.(error); ok {
		var rejected *fault.Error
		if errors.As(err, &rejected) {
			return rejected
		}
	}
	faults := fault.New(path)
	faults.Add("props", "CDK rejects them: "+imported.Message(cause), "change the prop that it names")
	return faults.Err()
}

// Reject panics with one validation error.
func Reject(path, field, problem, fix string) {
	faults := fault.New(path)
	faults.Add(field, problem, fix)
	panic(faults.Err())
}

// Nil says whether an interface holds nothing, or a nil pointer.
func Nil(value any) bool {
	if value == nil {
		return true
	}
	v := reflect.ValueOf(value)
	return v.Kind() == reflect.Pointer && v.IsNil()
}
