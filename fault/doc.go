// Package fault is how every construct here rejects invalid configuration.
//
// A construct checks all its props before it creates anything, collects every fault, and then
// panics once with an [*Error], as a CDK constructor throws once. A caller that wants the faults as
// values recovers them. A complete program:
//
//	package main
//
//	import (
//		"errors"
//		"fmt"
//
//		"example.com/alb-lambda/fault"
//	)
//
//	// newCache is a constructor that rejects what it cannot create.
//	func newCache(path string, sizeGB float64) {
//		faults := fault.New(path)
//		faults.Range("SizeGB", sizeGB, 1, 100, "leave it out for 10")
//		faults.PanicIfAny()
//	}
//
//	func main() {
//		defer func() {
//			if err, ok := recover().(error); ok {
//				var rejected *fault.Error
//				if errors.As(err, &rejected) {
//					fmt.Println(rejected.Faults[0].Field, "→", rejected.Faults[0].Fix)
//				}
//			}
//		}()
//		newCache("shop/Cache", 200)
//	}
//
// It depends on the standard library alone, and costs nothing while all is right. It is not for
// errors of a running program, which are returned.
//
// How a validation error is collected and printed may enter, and checks that all constructs share.
// It imports nothing of this repository: which values are valid is the business of the packages
// that check them.
package fault
