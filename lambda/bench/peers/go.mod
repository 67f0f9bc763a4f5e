module example.com/alb-lambda/lambda/bench/peers

go 1.26.0

require (
	example.com/alb-lambda/lambda v0.0.0
	github.com/aws/aws-lambda-go v1.55.1
	github.com/awslabs/aws-lambda-go-api-proxy v0.16.2
)

replace example.com/alb-lambda/lambda => ../..

replace example.com/alb-lambda/albrules => ../../../albrules

replace example.com/alb-lambda/fault => ../../../fault
