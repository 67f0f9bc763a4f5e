module example.com/alb-lambda/test/load

go 1.26.0

require github.com/tsenart/vegeta/v12 v12.13.0

require (
	example.com/alb-lambda/albrules v0.0.0 // indirect
	example.com/alb-lambda/deployment v0.0.0-00010101000000-000000000000 // indirect
	example.com/alb-lambda/fault v0.0.0 // indirect
	example.com/alb-lambda/lambda v0.0.0 // indirect
	github.com/aws/aws-lambda-go v1.55.1 // indirect
	golang.org/x/exp v0.0.0-20240909161429-701f63a606c0 // indirect
	golang.org/x/sys v0.49.0 // indirect
)

require (
	example.com/alb-lambda/local v0.0.0
	github.com/aws/aws-sdk-go-v2 v1.48.0 // indirect
	github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream v1.7.26 // indirect
	github.com/aws/aws-sdk-go-v2/internal/configsources v1.5.11 // indirect
	github.com/aws/aws-sdk-go-v2/internal/endpoints/v2 v2.8.11 // indirect
	github.com/aws/aws-sdk-go-v2/service/cloudformation v1.82.6 // indirect
	github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2 v1.63.9 // indirect
	github.com/aws/aws-sdk-go-v2/service/lambda v1.114.3 // indirect
	github.com/aws/smithy-go v1.28.9 // indirect
	github.com/influxdata/tdigest v0.0.1 // indirect
	github.com/josharian/intern v1.0.0 // indirect
	github.com/mailru/easyjson v0.7.7 // indirect
	github.com/rs/dnscache v0.0.0-20230804202142-fc85eb664529 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace example.com/alb-lambda => ../..

replace example.com/alb-lambda/fault => ../../fault

replace example.com/alb-lambda/albrules => ../../albrules

replace example.com/alb-lambda/lambda => ../../lambda

replace example.com/alb-lambda/local => ../../local

replace example.com/alb-lambda/test => ../../test

replace example.com/alb-lambda/deployment => ../../deployment
