package fault_test

import (
	"errors"
	"fmt"
	"time"

	"example.com/alb-lambda/fault"
)

// A construct checks its props before it creates anything.
func ExampleNew() {
	faults := fault.New("shop/Cache")
	faults.Range("SizeGB", 200, 1, 100, "leave it out for 10")
	faults.OneOf("Engine", "memcache", "redis", "valkey")
	defer func() { fmt.Println(recover()) }()
	faults.PanicIfAny()
	// Output:
	// shop/Cache: SizeGB: 200 is outside 1..100; leave it out for 10
	// shop/Cache: Engine: "memcache" is unknown; use one of redis, valkey
}

func ExampleList_Add() {
	faults := fault.New("shop/Cache")
	faults.Add("Name", `"My Cache" has a space`, "write it like my-cache")
	fmt.Println(faults.Err())
	// Output: shop/Cache: Name: "My Cache" has a space; write it like my-cache
}

// Zero means the default, and is not checked.
func ExampleList_Duration() {
	faults := fault.New("shop/Cache")
	faults.Duration("TTL", 1500*time.Millisecond, time.Second, time.Hour, time.Second, "leave it out for 5m")
	faults.Duration("Idle", 2*time.Hour, time.Second, time.Hour, time.Second, "leave it out for 5m")
	faults.Duration("Grace", 0, time.Second, time.Hour, time.Second, "leave it out for 5m")
	fmt.Println(faults.Err())
	// Output:
	// shop/Cache: TTL: 1.5s is not a multiple of 1s; leave it out for 5m
	// shop/Cache: Idle: 2h is outside 1s..1h; leave it out for 5m
}

// A part of the props can be checked apart from the others.
func ExampleList_Merge() {
	parts := fault.New("shop/Cache")
	parts.Add("Backup.Days", "0 keeps nothing", "leave Backup out")
	faults := fault.New("shop/Cache")
	faults.OneOf("Engine", "memcache", "redis", "valkey")
	faults.Merge(parts)
	fmt.Println(faults.Err())
	// Output:
	// shop/Cache: Engine: "memcache" is unknown; use one of redis, valkey
	// shop/Cache: Backup.Days: 0 keeps nothing; leave Backup out
}

func ExampleError() {
	defer func() {
		var rejected *fault.Error
		if err, ok := recover().(error); ok && errors.As(err, &rejected) {
			for _, f := range rejected.Faults {
				fmt.Println(f.Field, "→", f.Fix)
			}
		}
	}()
	faults := fault.New("shop/Cache")
	faults.Range("SizeGB", 200, 1, 100, "leave it out for 10")
	faults.PanicIfAny()
	// Output: SizeGB → leave it out for 10
}

func ExampleShort() {
	fmt.Println(fault.Short(15*time.Minute), fault.Short(time.Hour), fault.Short(90*time.Second))
	// Output: 15m 1h 1m30s
}
