module example.com/alb-lambda/local

go 1.26.0

require (
	example.com/alb-lambda/albrules v0.0.0
	example.com/alb-lambda/deployment v0.0.0-00010101000000-000000000000
	example.com/alb-lambda/lambda v0.0.0
	github.com/aws/aws-sdk-go-v2 v1.48.0
	github.com/aws/aws-sdk-go-v2/service/cloudformation v1.82.6
	github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2 v1.63.9
	github.com/aws/aws-sdk-go-v2/service/lambda v1.114.3
	github.com/fsnotify/fsnotify v1.10.1
	golang.org/x/sync v0.24.0
	golang.org/x/sys v0.49.0
)

require (
	example.com/alb-lambda/fault v0.0.0 // indirect
	github.com/aws/aws-lambda-go v1.55.1 // indirect
	github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream v1.7.26 // indirect
	github.com/aws/aws-sdk-go-v2/internal/configsources v1.5.11 // indirect
	github.com/aws/aws-sdk-go-v2/internal/endpoints/v2 v2.8.11 // indirect
	github.com/aws/smithy-go v1.28.9 // indirect
)

replace example.com/alb-lambda/deployment => ../deployment

replace example.com/alb-lambda/albrules => ../albrules

replace example.com/alb-lambda/fault => ../fault

replace example.com/alb-lambda/lambda => ../lambda
