package fault_test

import (
	"fmt"

	"example.com/alb-lambda/fault"
)

// A construct checks its props before it makes anything.
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
