package wire

import "fmt"

// Code says what kind of error an [Error] is: one of those that section 16 lists.
type Code string

// The codes that reading and writing end in.
const (
	InvalidAddress       Code = "INVALID_ADDRESS"
	InvalidData          Code = "INVALID_DATA"
	StashCorrupted       Code = "STASH_CORRUPTED"
	StashNotFound        Code = "STASH_NOT_FOUND"
	UnsupportedBackend   Code = "UNSUPPORTED_BACKEND"
	UnsupportedOperation Code = "UNSUPPORTED_OPERATION"
)

// Error is what every function of this package fails with.
type Error struct {
	Code    Code
	Message string
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

func errorf(code Code, format string, args ...any) error {
	return &Error{code, fmt.Sprintf(format, args...)}
}

func badAddress(format string, args ...any) error { return errorf(InvalidAddress, format, args...) }
func badData(format string, args ...any) error    { return errorf(InvalidData, format, args...) }
func corrupted(format string, args ...any) error  { return errorf(StashCorrupted, format, args...) }
