// Package frontends serves the front ends of a deployment on 127.0.0.1: each listener of a load
// balancer, each REST API and each function URL has a port of its own.
//
// Sockets, TLS, access logs and how a request is said in a line may enter. What a front end does
// with a request is the business of lambda/httpsim, and where the functions run is that of who
// serves them: they are the handlers of the deployment's functions.
package frontends
