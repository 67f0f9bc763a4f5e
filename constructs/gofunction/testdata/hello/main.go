// Command hello stands for a function in the tests.
package main

import "fmt"

var version = "unset"

func main() { fmt.Println(version, feature) }
