package wire

import (
	"encoding/binary"
	"unicode/utf8"
)

// input is what is left of the bytes that a codec reads.
type input []byte

func (in *input) byte() (byte, error) {
	bytes, err := in.bytes(1)
	if err != nil {
		return 0, err
	}
	return bytes[0], nil
}

// bytes takes the next n bytes, which a caller may not change.
func (in *input) bytes(n uint64) ([]byte, error) {
	if n > uint64(len(*in)) {
		return nil, corrupted("%d bytes are announced, %d are left", n, len(*in))
	}
	taken := (*in)[:n]
	*in = (*in)[n:]
	return taken, nil
}

// uint takes a big-endian number of 1, 2, 4 or 8 bytes.
func (in *input) uint(size uint64) (uint64, error) {
	bytes, err := in.bytes(size)
	if err != nil {
		return 0, err
	}
	var wide [8]byte
	copy(wide[8-size:], bytes)
	return binary.BigEndian.Uint64(wide[:]), nil
}

func (in *input) text(n uint64) (string, error) {
	bytes, err := in.bytes(n)
	if err != nil {
		return "", err
	}
	if !utf8.Valid(bytes) {
		return "", corrupted("text is no UTF-8")
	}
	return string(bytes), nil
}

func (in *input) byteString(n uint64) ([]byte, error) {
	bytes, err := in.bytes(n)
	return append([]byte{}, bytes...), err
}

// array reads n items by a codec's own function, which is told how deep they stand.
func (in *input) array(n uint64, depth int, item func(*input, int) (any, error)) (any, error) {
	if err := in.checkCount(n, depth); err != nil {
		return nil, err
	}
	items := []any{}
	for ; n > 0; n-- {
		value, err := item(in, depth)
		if err != nil {
			return nil, err
		}
		items = append(items, value)
	}
	return items, nil
}

// object reads n keys, each with its value. An item that is a key MUST be text.
func (in *input) object(n uint64, depth int, item func(*input, int) (any, error)) (any, error) {
	if err := in.checkCount(n, depth); err != nil {
		return nil, err
	}
	object := Object{}
	for ; n > 0; n-- {
		key, err := item(in, depth)
		if err != nil {
			return nil, err
		}
		text, ok := key.(string)
		if !ok {
			return nil, corrupted("a key of an object is no text")
		}
		value, err := item(in, depth)
		if err != nil {
			return nil, err
		}
		object = append(object, Member{text, value})
	}
	if err := checkObject(object); err != nil {
		return nil, corrupted("%v", err)
	}
	return object, nil
}

// checkCount refuses more items than bytes are left, and what is nested too deep.
func (in *input) checkCount(n uint64, depth int) error {
	if n > uint64(len(*in)) {
		return corrupted("%d items are announced, %d bytes are left", n, len(*in))
	}
	if depth > maxDepth {
		return corrupted("nested deeper than %d", maxDepth)
	}
	return nil
}

// whole reads the one item that bytes are.
func whole(bytes []byte, item func(*input, int) (any, error)) (any, error) {
	in := input(bytes)
	data, err := item(&in, 0)
	if err != nil {
		return nil, err
	}
	if len(in) > 0 {
		return nil, corrupted("%d bytes follow the data", len(in))
	}
	return data, nil
}
