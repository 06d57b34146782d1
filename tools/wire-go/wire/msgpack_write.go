package wire

import (
	"encoding/binary"
	"math"
	"math/big"
	"time"
)

// formats are those of one kind of data: by how long it is, its length is in the first byte, or follows
// in 1, 2 or 4 bytes. A kind that lacks one has 0 there.
type formats struct {
	fix, fixMax, len8, len16, len32 byte
}

var (
	strFormats   = formats{0xa0, 31, 0xd9, 0xda, 0xdb}
	binFormats   = formats{0, 0, 0xc4, 0xc5, 0xc6}
	arrayFormats = formats{0x90, 15, 0, 0xdc, 0xdd}
	mapFormats   = formats{0x80, 15, 0, 0xde, 0xdf}
)

// appendMsgpack writes data as the table of section 8 says. depth counts the arrays and objects that
// data stands in.
func appendMsgpack(out []byte, data any, depth int) ([]byte, error) {
	switch data := data.(type) {
	case nil:
		return append(out, 0xc0), nil
	case bool:
		if data {
			return append(out, 0xc3), nil
		}
		return append(out, 0xc2), nil
	case int:
		return appendMsgpack(out, int64(data), depth)
	case int64:
		return appendMsgpackInteger(out, data), nil
	case float64:
		if n, ok := safeInteger(data); ok {
			return appendMsgpackInteger(out, n), nil
		}
		return appendFloat(append(out, 0xcb), data), nil
	case *big.Int:
		return appendMsgpackBigint(out, data)
	case string:
		return appendMsgpackText(out, data)
	case []byte:
		out, err := appendMsgpackLength(out, binFormats, len(data))
		return append(out, data...), err
	case []any:
		return appendMsgpackArray(out, data, depth+1)
	case Object:
		return appendMsgpackMap(out, data, depth+1)
	case Undefined, time.Time:
		return nil, badData("MessagePack has no %T", data)
	default:
		return nil, badData("a %T is no data", data)
	}
}

// appendMsgpackInteger writes an integer in its shortest form.
func appendMsgpackInteger(out []byte, n int64) []byte {
	switch {
	case n >= 0:
		return appendMsgpackUint(out, uint64(n))
	case n >= -32:
		return append(out, byte(n)) // negative fixint
	case n >= math.MinInt8:
		return append(out, 0xd0, byte(n))
	case n >= math.MinInt16:
		return binary.BigEndian.AppendUint16(append(out, 0xd1), uint16(n))
	case n >= math.MinInt32:
		return binary.BigEndian.AppendUint32(append(out, 0xd2), uint32(n))
	default:
		return binary.BigEndian.AppendUint64(append(out, 0xd3), uint64(n))
	}
}

func appendMsgpackUint(out []byte, n uint64) []byte {
	switch {
	case n <= math.MaxInt8:
		return append(out, byte(n)) // positive fixint
	case n <= math.MaxUint8:
		return append(out, 0xcc, byte(n))
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(out, 0xcd), uint16(n))
	case n <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(out, 0xce), uint32(n))
	default:
		return binary.BigEndian.AppendUint64(append(out, 0xcf), n)
	}
}

// appendMsgpackBigint refuses a bigint that would come back as a number, and one that has no format.
func appendMsgpackBigint(out []byte, n *big.Int) ([]byte, error) {
	switch {
	case isSafeBig(n):
		return nil, badData("MessagePack would give the bigint %v back as a number", n)
	case n.IsUint64():
		return appendMsgpackUint(out, n.Uint64()), nil
	case n.IsInt64():
		return appendMsgpackInteger(out, n.Int64()), nil
	default:
		return nil, badData("a bigint of %d bits is beyond MessagePack", n.BitLen())
	}
}

func appendMsgpackText(out []byte, text string) ([]byte, error) {
	if err := checkText(text); err != nil {
		return nil, err
	}
	out, err := appendMsgpackLength(out, strFormats, len(text))
	return append(out, text...), err
}

func appendMsgpackArray(out []byte, items []any, depth int) ([]byte, error) {
	if err := checkDepth(depth); err != nil {
		return nil, err
	}
	out, err := appendMsgpackLength(out, arrayFormats, len(items))
	for i := 0; i < len(items) && err == nil; i++ {
		out, err = appendMsgpack(out, items[i], depth)
	}
	return out, err
}

func appendMsgpackMap(out []byte, object Object, depth int) ([]byte, error) {
	if err := checkDepth(depth); err != nil {
		return nil, err
	}
	if err := checkObject(object); err != nil {
		return nil, err
	}
	out, err := appendMsgpackLength(out, mapFormats, len(object))
	for i := 0; i < len(object) && err == nil; i++ {
		if out, err = appendMsgpackText(out, object[i].Key); err == nil {
			out, err = appendMsgpack(out, object[i].Value, depth)
		}
	}
	return out, err
}

func appendMsgpackLength(out []byte, f formats, length int) ([]byte, error) {
	switch n := uint64(length); {
	case f.fix != 0 && n <= uint64(f.fixMax):
		return append(out, f.fix|byte(n)), nil
	case f.len8 != 0 && n <= math.MaxUint8:
		return append(out, f.len8, byte(n)), nil
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(out, f.len16), uint16(n)), nil
	case n <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(out, f.len32), uint32(n)), nil
	default:
		return nil, badData("%d bytes or items are beyond MessagePack", n)
	}
}
