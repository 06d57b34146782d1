package wire

import (
	"encoding/base64"
	"strings"
)

// MaxInlineLen is how many characters of base64 an inline address has at most, unless a program says
// otherwise (section 12).
const MaxInlineLen = 100

// NewInline is the address that holds a payload itself (section 9). It is [StashTooLarge] where the
// base64 has more than maxLen characters.
func NewInline(namespace, name string, codec *Codec, bytes []byte, maxLen int) (Address, error) {
	data := base64.StdEncoding.EncodeToString(bytes)
	if len(data) > maxLen {
		return Address{}, errorf(StashTooLarge, "the payload has %d characters of base64, of %d", len(data), maxLen)
	}
	query := "data=" + escape(data, isUnreserved)
	if codec.Name != CBOR.Name {
		query += "&codec=" + codec.Name
	}
	address := Address{Scheme: "inline", Namespace: namespace, Name: name, Query: query}
	return address, address.check()
}

// readInline returns the data of an inline address.
func (a Address) readInline(codecs []*Codec) (any, error) {
	fields, err := parseQuery(a.Query)
	if err != nil {
		return nil, err
	}
	data, ok := fields["data"]
	if !ok {
		return nil, badAddress("an inline address has no data")
	}
	bytes, err := base64.StdEncoding.DecodeString(data)
	// The decoder skips line breaks: only what is written in the same way again is that way.
	if err != nil || base64.StdEncoding.EncodeToString(bytes) != data {
		return nil, badAddress("the data of an inline address is no base64 with padding")
	}
	codec := codecs[0]
	if name, ok := fields["codec"]; ok {
		if codec, err = codecNamed(codecs, name); err != nil {
			return nil, err
		}
	}
	return codec.Decode(bytes)
}

// parseQuery reads application/x-www-form-urlencoded, of which no field may stand twice.
func parseQuery(query string) (map[string]string, error) {
	fields := map[string]string{}
	for _, field := range strings.Split(query, "&") {
		if field == "" {
			continue
		}
		name, value, err := parseField(field)
		if err != nil {
			return nil, err
		}
		if _, twice := fields[name]; twice {
			return nil, badAddress("the field %q stands twice", name)
		}
		fields[name] = value
	}
	return fields, nil
}

func parseField(field string) (name, value string, err error) {
	name, value, _ = strings.Cut(strings.ReplaceAll(field, "+", " "), "=")
	if name, err = unescape(name); err != nil {
		return "", "", err
	}
	value, err = unescape(value)
	return name, value, err
}
