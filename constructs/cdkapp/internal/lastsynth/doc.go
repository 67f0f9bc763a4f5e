// Package lastsynth remembers what the last synth to a folder was made from, so that the same synth
// need not be made again.
//
// It is only sound for an app that says what it reads. Compared is all of it by content: the
// program with everything that is compiled into it, its arguments, the folder that it runs in, its
// environment, its context, the files that it names, and what its functions are built to. What was
// written is compared by size and time, as make does. Whatever differs, is missing or cannot be
// read means that a synth is due: no doubt is decided in favor of what is there.
//
// Such an app must follow nothing else, neither the time nor the network. How a synth is made is
// not its business.
package lastsynth
