// Package alblogs holds what the constructs that write, keep and query a load balancer's access
// logs have to agree on.
//
// What lambdaalb and athenalogs both have to know may enter. Buckets and tables are not its
// business.
package alblogs

const (
	// Prefix begins the keys of access logs.
	Prefix = "alb"
	// Days is how long logs are kept, and how far back queries reach.
	Days = 45
)
