// Package project is a CDK app on this machine: it synthesizes the app, knows when a synthesized
// one is current, builds the app's Go functions for this machine, and says which of them a change
// of a file concerns.
//
// What comes from the app's folder may enter. What becomes of templates and programs is the
// business of local/serve.
package project
