module example.com/alb-lambda/lambda

go 1.26.0

require (
	github.com/andybalholm/brotli v1.2.5
	github.com/aws/aws-lambda-go v1.55.1
)

require github.com/stretchr/testify v1.11.1 // indirect

require (
	example.com/alb-lambda/albrules v0.0.0
	example.com/alb-lambda/fault v0.0.0 // indirect
)

replace example.com/alb-lambda/albrules => ../albrules

replace example.com/alb-lambda/fault => ../fault
