// Package place checks where a construct is to be created, before it is: every constructor here is
// given a scope and an id, and CDK throws where they do not fit, which in Go is a panic without the
// prop that is at fault. [Objects] does the same for the objects in props. What else the props say
// is not its business.
package place

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// Check begins the validation errors of the construct id in scope, with its path, and records what
// keeps it from being created there: scope has to be a stack, or a construct in one, that has no
// child of that id. The path of a construct without a scope is its id.
func Check(scope constructs.Construct, id string) *fault.List {
	return check(scope, id, func(path string) (problem, fix string) {
		if _, err := imported.Get(func() awscdk.Stack { return awscdk.Stack_Of(scope) }); err != nil {
			return fmt.Sprintf("%q is not in a stack", path), "give a stack, or a construct in one"
		}
		return "", ""
	})
}

// CheckStack is Check for what contains stacks: scope has to be an App or a Stage, or a construct
// in one.
func CheckStack(scope constructs.Construct, id string) *fault.List {
	return check(scope, id, func(path string) (problem, fix string) {
		// Stage_Of looks above scope only.
		stage, err := imported.Get(func() awscdk.Stage { return awscdk.Stage_Of(scope) })
		if !*awscdk.Stage_IsStage(scope) && (err != nil || stage == nil) {
			return fmt.Sprintf("%q is not in an App", path), "give an App or a Stage"
		}
		return "", ""
	})
}

// CheckScope is Check for what is not a construct itself: scope has to be a stack, or a construct
// in one.
func CheckScope(scope constructs.Construct) *fault.List {
	path := func() string { return *scope.Node().Path() }
	at, err := imported.Get(path)
	if err == nil {
		_, err = imported.Get(func() awscdk.Stack { return awscdk.Stack_Of(scope) })
	}
	faults := fault.New(at)
	if err != nil {
		faults.Add("scope", "it is nil, or not a construct in a stack", "give a stack, or a construct in one")
	}
	return faults
}

func check(scope constructs.Construct, id string, inside func(path string) (problem, fix string)) *fault.List {
	path, err := "", error(nil)
	if scope != nil {
		path, err = imported.Get(func() string { return *scope.Node().Path() })
	}
	if scope == nil || err != nil {
		faults := fault.New(id)
		faults.Add("scope", "it is nil, or not a construct", "give a construct of the app")
		return faults
	}
	faults := fault.New(strings.TrimPrefix(path+"/"+id, "/"))
	if problem, fix := inside(path); problem != "" {
		faults.Add("scope", problem, fix)
	}
	switch {
	case id == "":
		faults.Add("id", "it is empty", "give an id that is unique in its scope")
	case *awscdk.Token_IsUnresolved(id):
		faults.Add("id", fmt.Sprintf("%q holds a token, which is known at deployment only", id), "give plain text")
	case scope.Node().TryFindChild(&id) != nil:
		faults.Add("id", fmt.Sprintf("%q is the id of another construct in %q", id, path), "give one that is unique in its scope")
	}
	return faults
}

// Undo is deferred by a constructor once its props are valid. If CDK throws all the same, it
// removes the construct id from scope and panics with CDK's message as a validation error of the
// first of the suspects, the props that are passed on to CDK as they are, or of "props" where there
// is none.
func Undo(faults *fault.List, scope constructs.Construct, id string, suspects ...string) {
	cause := recover()
	if cause == nil {
		return
	}
	scope.Node().TryRemoveChild(&id)
	err, ok := cause.(error)
	if !ok {
		err = fmt.Errorf("%v", cause)
	}
	field := append(suspects, "props")[0]
	var own *fault.Error
	var broken runtime.Error
	switch {
	case errors.As(err, &own):
		panic(own)
	case errors.As(err, &broken):
		faults.Add(field, "they hold an object that CDK did not create", "give objects that CDK's constructors or From functions return")
	default:
		faults.Add(field, "CDK rejects them: "+imported.Message(err), "change what the message names")
	}
	faults.PanicIfAny()
}
