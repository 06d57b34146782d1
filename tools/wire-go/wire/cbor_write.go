package wire

import (
	"encoding/binary"
	"math"
	"math/big"
	"sort"
	"time"
)

// The major types of CBOR (RFC 8949, section 3.1), in the bits where they stand.
const (
	cborUint  = 0 << 5
	cborNint  = 1 << 5
	cborBytes = 2 << 5
	cborText  = 3 << 5
	cborArray = 4 << 5
	cborMap   = 5 << 5
	cborTag   = 6 << 5
	cborOther = 7 << 5
)

// The tags that are written and read (section 7).
const (
	tagTime      = 1
	tagBigUint   = 2
	tagBigNegint = 3
)

// appendCBOR writes data as the first table of section 7 says. depth counts the arrays and objects
// that data stands in.
func appendCBOR(out []byte, data any, depth int) ([]byte, error) {
	switch data := data.(type) {
	case nil:
		return append(out, 0xf6), nil
	case Undefined:
		return append(out, 0xf7), nil
	case bool:
		if data {
			return append(out, 0xf5), nil
		}
		return append(out, 0xf4), nil
	case int:
		return appendCBOR(out, int64(data), depth)
	case int64:
		if !isSafe(data) {
			return appendCBORBigint(out, big.NewInt(data)), nil
		}
		return appendCBORInteger(out, data), nil
	case float64:
		if n, ok := safeInteger(data); ok {
			return appendCBORInteger(out, n), nil
		}
		return appendFloat(append(out, 0xfb), data), nil
	case *big.Int:
		return appendCBORBigint(out, data), nil
	case string:
		if err := checkText(data); err != nil {
			return nil, err
		}
		return append(appendCBORHead(out, cborText, uint64(len(data))), data...), nil
	case []byte:
		return append(appendCBORHead(out, cborBytes, uint64(len(data))), data...), nil
	case time.Time:
		return appendCBORTime(out, data)
	case []any:
		return appendCBORArray(out, data, depth+1)
	case Object:
		return appendCBORMap(out, data, depth+1)
	default:
		return nil, badData("a %T is no data", data)
	}
}

// appendCBORHead writes a major type and its argument, in the shortest form (RFC 8949, section 4.2.1).
func appendCBORHead(out []byte, major byte, argument uint64) []byte {
	switch {
	case argument < 24:
		return append(out, major|byte(argument))
	case argument <= math.MaxUint8:
		return append(out, major|24, byte(argument))
	case argument <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(out, major|25), uint16(argument))
	case argument <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(out, major|26), uint32(argument))
	default:
		return binary.BigEndian.AppendUint64(append(out, major|27), argument)
	}
}

func appendCBORInteger(out []byte, n int64) []byte {
	if n < 0 {
		return appendCBORHead(out, cborNint, uint64(-1-n))
	}
	return appendCBORHead(out, cborUint, uint64(n))
}

// appendCBORBigint writes a bigint, which is tagged whatever its size (RFC 8949, section 3.4.3).
func appendCBORBigint(out []byte, n *big.Int) []byte {
	tag, magnitude := uint64(tagBigUint), n
	if n.Sign() < 0 {
		tag, magnitude = tagBigNegint, new(big.Int).Not(n) // -1 - n
	}
	digits := magnitude.Bytes()
	out = appendCBORHead(out, cborTag, tag)
	out = appendCBORHead(out, cborBytes, uint64(len(digits)))
	return append(out, digits...)
}

func appendCBORTime(out []byte, t time.Time) ([]byte, error) {
	ms, err := milliseconds(t)
	if err != nil {
		return nil, err
	}
	out = appendCBORHead(out, cborTag, tagTime)
	if ms%1000 == 0 {
		return appendCBORInteger(out, ms/1000), nil
	}
	return appendFloat(append(out, 0xfb), float64(ms)/1000), nil
}

func appendCBORArray(out []byte, items []any, depth int) ([]byte, error) {
	err := checkDepth(depth)
	out = appendCBORHead(out, cborArray, uint64(len(items)))
	for i := 0; i < len(items) && err == nil; i++ {
		out, err = appendCBOR(out, items[i], depth)
	}
	return out, err
}

func appendCBORMap(out []byte, object Object, depth int) ([]byte, error) {
	if err := checkDepth(depth); err != nil {
		return nil, err
	}
	if err := checkObject(object); err != nil {
		return nil, err
	}
	sorted := append(Object(nil), object...)
	sort.Slice(sorted, func(i, j int) bool {
		a, b := sorted[i].Key, sorted[j].Key
		if len(a) != len(b) {
			return len(a) < len(b)
		}
		return a < b
	})
	out = appendCBORHead(out, cborMap, uint64(len(sorted)))
	for _, member := range sorted {
		out = append(appendCBORHead(out, cborText, uint64(len(member.Key))), member.Key...)
		var err error
		if out, err = appendCBOR(out, member.Value, depth); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// appendFloat writes a float64, every NaN with the same bits.
func appendFloat(out []byte, x float64) []byte {
	bits := math.Float64bits(x)
	if math.IsNaN(x) {
		bits = 0x7ff8_0000_0000_0000
	}
	return binary.BigEndian.AppendUint64(out, bits)
}
