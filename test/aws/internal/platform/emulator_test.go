//go:build !windows

package platform

func init() { emulators = []Platform{&Emulator{}} }
