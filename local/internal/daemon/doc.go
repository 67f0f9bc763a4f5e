// Package daemon starts a process that outlives the command which starts it, and finds it again.
//
// What keeps such a process known may enter: its lock, its process id, its log. What it does, and
// how it is stopped, is not its business.
package daemon
