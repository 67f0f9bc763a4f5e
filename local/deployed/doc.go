// Package deployed puts front ends that follow AWS's documentation before what is deployed to the
// emulator: rules, attributes and APIs are those of the deployed templates, and the functions are
// invoked through the emulator's Lambda API. The emulator's own load balancers and APIs get no
// request.
//
// What connects the emulator with lambda/httpsim, and the process that serves it, may enter. How
// the emulator runs is the business of package emulator, and the sockets are that of
// internal/frontends.
package deployed
