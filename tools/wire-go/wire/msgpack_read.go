package wire

import (
	"math"
	"math/big"
)

// readMsgpack reads one value: what section 8 lists under "Read", and nothing else.
func readMsgpack(in *input, depth int) (any, error) {
	first, err := in.byte()
	if err != nil {
		return nil, err
	}
	switch {
	case first <= 0x7f:
		return int64(first), nil
	case first <= 0x8f:
		return in.object(uint64(first&0x0f), depth+1, readMsgpack)
	case first <= 0x9f:
		return in.array(uint64(first&0x0f), depth+1, readMsgpack)
	case first <= 0xbf:
		return in.text(uint64(first & 0x1f))
	case first >= 0xe0:
		return int64(int8(first)), nil
	}
	switch first {
	case 0xc0:
		return nil, nil
	case 0xc2:
		return false, nil
	case 0xc3:
		return true, nil
	}
	size := msgpackSize(first)
	if size == 0 {
		return nil, corrupted("the format %#02x is not read", first)
	}
	n, err := in.uint(size)
	if err != nil {
		return nil, err
	}
	switch {
	case first <= 0xc6:
		return in.byteString(n)
	case first == 0xca:
		return float64(math.Float32frombits(uint32(n))), nil
	case first == 0xcb:
		return math.Float64frombits(n), nil
	case first <= 0xcf:
		return integer(new(big.Int).SetUint64(n)), nil
	case first <= 0xd3:
		shift := 64 - 8*size
		return integer(big.NewInt(int64(n<<shift) >> shift)), nil // its sign in the highest bit
	case first <= 0xdb:
		return in.text(n)
	case first <= 0xdd:
		return in.array(n, depth+1, readMsgpack)
	default:
		return in.object(n, depth+1, readMsgpack)
	}
}

// msgpackSize returns how many bytes of a number or a length follow a format; 0 for what is refused:
// the extension types and c1.
func msgpackSize(format byte) uint64 {
	switch format {
	case 0xc4, 0xcc, 0xd0, 0xd9: // bin 8, uint 8, int 8, str 8
		return 1
	case 0xc5, 0xcd, 0xd1, 0xda, 0xdc, 0xde: // bin, uint, int, str, array, map 16
		return 2
	case 0xc6, 0xca, 0xce, 0xd2, 0xdb, 0xdd, 0xdf: // bin, float, uint, int, str, array, map 32
		return 4
	case 0xcb, 0xcf, 0xd3: // float, uint, int 64
		return 8
	default:
		return 0
	}
}
