// Package cost estimates what a run of the proof costs, from AWS's prices in us-east-1.
//
// Prices and quantities may enter. That the prices are those of the documents is tested.
package cost

import (
	"fmt"
	"strings"
)

// Item is one thing that AWS bills.
type Item struct {
	What     string
	USD      float64 // for each
	Unit     string
	Quantity float64
	Page     string
}

// Cents is what it comes to.
func (i *Item) Cents() float64 { return i.USD * i.Quantity * 100 }

// hours that are billed: a part of an hour counts as one, and a run takes more than one.
const hours = 2

// Estimate lists what a run costs, with VPC Lattice or without. What is not in it costs less than a
// hundredth of a cent, or nothing: storage, the alarm, the certificate, CodeDeploy for functions,
// some dozens of requests to HTTP APIs.
func Estimate(lattice bool) []Item {
	items := []Item{
		{"Load balancer", 0.0225, "an hour", hours, "https://aws.amazon.com/elasticloadbalancing/pricing/"},
		{"LCU", 0.008, "an hour", hours / 10.0, "https://aws.amazon.com/elasticloadbalancing/pricing/"},
		{"Public IPv4 address", 0.005, "an hour", 2 * hours, "https://aws.amazon.com/vpc/pricing/"},
		{"REST API", 3.50, "a million requests", 500.0 / 1e6, "https://aws.amazon.com/api-gateway/pricing/"},
		{"Lambda request", 0.20, "a million", 20_000.0 / 1e6, "https://aws.amazon.com/lambda/pricing/"},
		{"Lambda duration, arm64", 0.0000133334, "a GB-second", 20_000 * 0.5 * 0.005, "https://aws.amazon.com/lambda/pricing/"},
		{"Lambda logs", 0.50, "a GB", 0.01, "https://aws.amazon.com/cloudwatch/pricing/"},
		{"S3 request", 0.000005, "a log file", 50, "https://aws.amazon.com/s3/pricing/"},
	}
	if lattice {
		items = append(items,
			Item{"VPC Lattice service", 0.025, "an hour", hours, "https://aws.amazon.com/vpc/lattice/pricing/"},
			Item{"VPC Lattice data", 0.025, "a GB", 0.015, "https://aws.amazon.com/vpc/lattice/pricing/"})
	}
	return items
}

// Hourly is what a stage costs that is not destroyed, in cents.
func Hourly(lattice bool) float64 {
	cents := 0.0
	for _, item := range Estimate(lattice) {
		if item.Unit == "an hour" && item.Quantity >= hours {
			cents += item.Cents() / hours
		}
	}
	return cents
}

// Text is the estimate as a table, with the sum.
func Text(lattice bool) string {
	var b strings.Builder
	sum := 0.0
	for _, item := range Estimate(lattice) {
		sum += item.Cents()
		fmt.Fprintf(&b, "  %-24s %6.2f cents  %s\n", item.What, item.Cents(), item.Page)
	}
	fmt.Fprintf(&b, "  %-24s %6.2f cents, in us-east-1, before tax\n", "together, for two hours", sum)
	return b.String()
}
