package wire

import (
	"math"
	"math/big"
	"time"
	"unicode/utf8"
)

// The data model of section 6, as Go values:
//
//	null            nil
//	undefined       Undefined
//	a boolean       bool
//	a number        int64 where it is a safe integer, else float64
//	a bigint        *big.Int
//	a string        string, valid UTF-8
//	a time          time.Time, in whole milliseconds
//	a byte string   []byte
//	an array        []any
//	an object       Object
//
// What is read is of these types. When written, an int is taken as well, a float64 without a fraction
// is the integer that it equals, and an int64 beyond the safe integers is a bigint.

// Undefined is JavaScript's undefined, which only CBOR has.
type Undefined struct{}

// Object is a map from strings to values that keeps its order, as MessagePack does (section 8).
type Object []Member

// Member is a key of an Object, and its value.
type Member struct {
	Key   string
	Value any
}

// Get returns the value of a key.
func (o Object) Get(key string) (value any, ok bool) {
	for _, member := range o {
		if member.Key == key {
			return member.Value, true
		}
	}
	return nil, false
}

const (
	maxDepth  = 500
	maxSafe   = 1<<53 - 1
	maxTimeMs = 8_640_000_000_000_000
	protoKey  = "__proto__"
)

func isSafe(n int64) bool { return -maxSafe <= n && n <= maxSafe }

func isSafeBig(n *big.Int) bool { return n.IsInt64() && isSafe(n.Int64()) }

// safeInteger returns the safe integer that a float64 equals. That of -0 is 0.
func safeInteger(x float64) (n int64, ok bool) {
	if x != math.Trunc(x) || math.Abs(x) > maxSafe {
		return 0, false
	}
	return int64(x), true
}

// integer returns what an integer is read as: a number where it is safe, else a bigint.
func integer(n *big.Int) any {
	if isSafeBig(n) {
		return n.Int64()
	}
	return n
}

func checkText(text string) error {
	if !utf8.ValidString(text) {
		return badData("%q is not well-formed Unicode", text)
	}
	return nil
}

// checkObject refuses an object that has a key twice, or one that no object can have.
func checkObject(object Object) error {
	seen := make(map[string]struct{}, len(object))
	for _, member := range object {
		if err := checkText(member.Key); err != nil {
			return err
		}
		if member.Key == protoKey {
			return badData("an object has no key %s", protoKey)
		}
		if _, twice := seen[member.Key]; twice {
			return badData("the key %q stands twice", member.Key)
		}
		seen[member.Key] = struct{}{}
	}
	return nil
}

func checkDepth(depth int) error {
	if depth > maxDepth {
		return badData("data is nested deeper than %d", maxDepth)
	}
	return nil
}

// milliseconds returns a time since 1970; it refuses one that they do not hold.
func milliseconds(t time.Time) (int64, error) {
	ms := t.UnixMilli()
	if !time.UnixMilli(ms).Equal(t) || ms < -maxTimeMs || ms > maxTimeMs {
		return 0, badData("%v is no time in whole milliseconds within %d ms of 1970", t, int64(maxTimeMs))
	}
	return ms, nil
}
