package wire

import (
	"strings"
	"unicode/utf8"
)

const upperHex = "0123456789ABCDEF"

// escape writes each byte of a character that may not stand for itself as pct-encoded (section 3).
func escape(text string, isPlain func(rune) bool) string {
	var out strings.Builder
	for _, r := range text {
		if isPlain(r) {
			out.WriteRune(r)
			continue
		}
		for _, b := range []byte(string(r)) {
			out.WriteByte('%')
			out.WriteByte(upperHex[b>>4])
			out.WriteByte(upperHex[b&0xf])
		}
	}
	return out.String()
}

// unescape decodes text once. It refuses an escape that is none, or is no UTF-8 with those beside it.
func unescape(text string) (string, error) {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			out.WriteByte(text[i])
			continue
		}
		if i+2 >= len(text) || hexValue(text[i+1]) < 0 || hexValue(text[i+2]) < 0 {
			return "", badAddress("a percent sign of %q starts no escape: %%25 stands for it", text)
		}
		out.WriteByte(byte(hexValue(text[i+1])<<4 | hexValue(text[i+2])))
		i += 2
	}
	if !utf8.ValidString(out.String()) {
		return "", badAddress("the escapes of %q are no UTF-8", text)
	}
	return out.String(), nil
}

func hexValue(b byte) int {
	switch {
	case '0' <= b && b <= '9':
		return int(b - '0')
	case 'a' <= b && b <= 'f':
		return int(b-'a') + 10
	case 'A' <= b && b <= 'F':
		return int(b-'A') + 10
	}
	return -1
}

// unescapePath decodes a path whose characters other than escapes and slashes are as given, and which
// holds no slash and no control character in an escape (read-escape).
func unescapePath(path string, isPlain func(rune) bool) (string, error) {
	if !isAll(path, func(r rune) bool { return r == '%' || r == '/' || isPlain(r) }) {
		return "", badAddress("the path %q has a character that has to be escaped", path)
	}
	if strings.Contains(strings.ToUpper(path), "%2F") {
		return "", badAddress("the path %q has an escaped slash", path)
	}
	decoded, err := unescape(path)
	if err == nil && strings.IndexFunc(decoded, isControl) >= 0 {
		err = badAddress("the path %q has a control character", path)
	}
	return decoded, err
}
