// Package annotation puts warnings on constructs through whichever version of CDK the app has.
// AddWarningV2 has three arguments in CDK 2.276 and two in 2.270, so that a call of it compiles
// with one of them only.
//
// What every construct needs to say something to the reader of a synth may enter. What is said is
// the business of each construct.
package annotation

import (
	"reflect"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// Warn puts a warning on a construct. Whoever has read it acknowledges it by its id, as CDK's own:
// awscdk.Annotations_Of(scope).AcknowledgeWarning.
func Warn(scope constructs.IConstruct, id, message string) {
	method := reflect.ValueOf(awscdk.Annotations_Of(scope)).MethodByName("AddWarningV2")
	arguments := []reflect.Value{reflect.ValueOf(&id), reflect.ValueOf(&message)}
	for i := len(arguments); i < method.Type().NumIn(); i++ {
		arguments = append(arguments, reflect.Zero(method.Type().In(i)))
	}
	method.Call(arguments)
}
