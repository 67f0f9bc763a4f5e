// Command carrier is the function of make prove-aws that is inside the VPC: it sends the request
// that it is invoked with to the stage's service of VPC Lattice, and returns what comes back. It is
// invoked through the Lambda API alone. What it does is the business of package wire.
package main

import (
	"os"

	"example.com/alb-lambda/lambda/runtimeloop"
	"example.com/alb-lambda/test/aws/internal/wire"
)

func main() { runtimeloop.Start(wire.Carrier{Host: os.Getenv("HOST")}) }
