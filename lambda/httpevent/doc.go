// Package httpevent reads the events with which the HTTP front doors of AWS Lambda invoke a function, and writes the
// responses that they expect: Application Load Balancers, REST APIs and HTTP APIs of API Gateway, and function URLs.
//
// It depends on neither the CDK nor the event types of aws-lambda-go.
package httpevent
