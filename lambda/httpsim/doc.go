// Package httpsim is for the HTTP front doors of AWS Lambda what net/http/httptest is for servers: it turns an
// [http.Request] into the event that a door makes of it, calls the function's handler, and judges the answer as the door
// would. It needs no network and no emulator.
//
// The pages of AWS that the rules are from:
//
//   - ALB: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
//   - ALB, its own errors: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
//   - REST: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
//   - REST, bodies: https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html
//   - REST, limits: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
//   - HTTP: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
//   - HTTP, limits: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
//   - URL: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
//   - Lambda, limits: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
//
// The comments below name them by what stands before the colon.
package httpsim
