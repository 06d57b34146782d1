package wire

import (
	"math"
	"math/big"
	"time"
)

// readCBOR reads one data item: what section 7 lists under "Read", and nothing else.
func readCBOR(in *input, depth int) (any, error) {
	first, err := in.byte()
	if err != nil {
		return nil, err
	}
	if first>>5 == cborOther>>5 {
		return readCBOROther(in, first)
	}
	argument, err := readCBORArgument(in, first)
	if err != nil {
		return nil, err
	}
	switch first &^ 0x1f {
	case cborUint:
		return integer(new(big.Int).SetUint64(argument)), nil
	case cborNint:
		return integer(new(big.Int).Not(new(big.Int).SetUint64(argument))), nil
	case cborBytes:
		return in.byteString(argument)
	case cborText:
		return in.text(argument)
	case cborArray:
		return in.array(argument, depth+1, readCBOR)
	case cborMap:
		return in.object(argument, depth+1, readCBOR)
	default:
		return readCBORTagged(in, argument)
	}
}

// readCBORArgument reads the argument of a head, in any of its forms but the indefinite one.
func readCBORArgument(in *input, first byte) (uint64, error) {
	switch info := first & 0x1f; {
	case info < 24:
		return uint64(info), nil
	case info < 28:
		return in.uint(1 << (info - 24))
	default:
		return 0, corrupted("the byte %#02x has a reserved or an indefinite length", first)
	}
}

func readCBOROther(in *input, first byte) (any, error) {
	switch first {
	case 0xf4:
		return false, nil
	case 0xf5:
		return true, nil
	case 0xf6:
		return nil, nil
	case 0xf7:
		return Undefined{}, nil
	case 0xf9:
		bits, err := in.uint(2)
		return float16(uint16(bits)), err
	case 0xfa:
		bits, err := in.uint(4)
		return float64(math.Float32frombits(uint32(bits))), err
	case 0xfb:
		bits, err := in.uint(8)
		return math.Float64frombits(bits), err
	default:
		return nil, corrupted("the byte %#02x is no value that is read", first)
	}
}

// float16 is the half-precision number of RFC 8949, appendix D.
func float16(bits uint16) float64 {
	exponent, fraction := int(bits>>10&0x1f), float64(bits&0x3ff)
	var x float64
	switch exponent {
	case 0:
		x = math.Ldexp(fraction, -24)
	case 31:
		x = math.Inf(1)
		if fraction != 0 {
			x = math.NaN()
		}
	default:
		x = math.Ldexp(fraction+1024, exponent-25)
	}
	if bits>>15 == 1 {
		return -x
	}
	return x
}

// readCBORTagged reads a bigint or a time: there are no other tags.
func readCBORTagged(in *input, tag uint64) (any, error) {
	if tag < tagTime || tag > tagBigNegint {
		return nil, corrupted("the tag %d is not read", tag)
	}
	if len(*in) > 0 && (*in)[0]>>5 == cborTag>>5 {
		return nil, corrupted("a tag %d stands on another tag", tag)
	}
	// No tag stands on an array or an object: one level more is never reached.
	content, err := readCBOR(in, maxDepth)
	if err != nil {
		return nil, err
	}
	if tag == tagTime {
		return timeOf(content)
	}
	digits, ok := content.([]byte)
	if !ok {
		return nil, corrupted("the tag %d stands on no byte string", tag)
	}
	n := new(big.Int).SetBytes(digits)
	if tag == tagBigNegint {
		n.Not(n)
	}
	return n, nil
}

// timeOf returns the time of so many seconds. A product with 1000 alone would miss some that were
// written, from 2^42 seconds on.
func timeOf(content any) (any, error) {
	var seconds float64
	switch content := content.(type) {
	case int64:
		seconds = float64(content)
	case float64:
		seconds = content
	default:
		return nil, corrupted("the tag 1 stands on no number")
	}
	ms := math.Round(seconds * 1000)
	if ms-seconds*1000 == -0.5 { // half a millisecond counts up, before 1970 as well
		ms++
	}
	for _, neighbour := range []float64{ms - 1, ms + 1} {
		if neighbour/1000 == seconds {
			ms = neighbour
			break
		}
	}
	if !(math.Abs(ms) <= maxTimeMs) { // NaN as well
		return nil, corrupted("a time is beyond %d ms of 1970", int64(maxTimeMs))
	}
	return time.UnixMilli(int64(ms)).UTC(), nil
}
