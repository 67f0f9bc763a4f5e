package platform

import (
	"context"
	"errors"
	"io"
)

// OpenEmulator fails: the emulator's processes are those of Linux and macOS.
func OpenEmulator(context.Context, string, string, *int, io.Writer) (Platform, error) {
	return nil, errors.New("the emulator does not run on Windows; --on aws and --on local do")
}
