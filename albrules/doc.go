// Package albrules decides what an Application Load Balancer does with a request.
package albrules
