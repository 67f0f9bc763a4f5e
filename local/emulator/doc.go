// Package emulator runs the application on this machine, against MiniStack, an emulator of AWS.
//
// It starts and stops an emulator on one port of 127.0.0.1, runs the CDK toolkit against it, reads
// what is deployed and where package deployed serves it, and lists what a deployment left behind.
// The local command and the life-cycle tests use it. What enters: the AWS SDK and the toolkit's
// command line. Not its business: flags, how progress looks, and the application's constructs.
// Nothing in it can reach AWS: each client and each command that it starts has this machine's
// address and the emulator's fixed keys.
//
// All state of an emulator is in one directory (Config.Dir), so that several can run side by side,
// each on its own port. The emulator keeps what is deployed in memory: it is gone when the emulator
// stops.
package emulator
