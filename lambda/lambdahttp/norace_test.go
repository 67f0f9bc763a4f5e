//go:build !race

package lambdahttp_test

// raceEnabled says that the race detector, which needs memory of its own, is in.
const raceEnabled = false
