// Package lambdahost runs functions as Lambda does, as processes of this machine: environments that
// start when requests overlap, the Runtime API, timeouts, reserved concurrency.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
//
// What Lambda does with a function's process may enter. Where events come from, and how a program
// is built, is the business of local/serve.
package lambdahost
