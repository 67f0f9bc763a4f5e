// Package settings turns the toolkit's context, the keys of cdk.json and of -c options, into a
// [stacks.Config]. What people type is its business: the spelling of keys, types in JSON and on the
// command line, and hints in the form of -c options. What a value may be is said by package stacks,
// in the terms of a Go caller; here it is reported under the key that it came from.
//
// A complete program:
//
//	package main
//
//	import (
//		"fmt"
//
//		"example.com/alb-lambda/settings"
//	)
//
//	func main() {
//		config, err := settings.Context{"stage": "prod", "protect": "true"}.Config()
//		fmt.Println(config.Stage, config.Protect, err)
//	}
//
// It costs microseconds. It is not for other apps than this one, whose keys it knows.
package settings
