package wire

import (
	"encoding/base64"
	"strings"
)

// MaxInlineLen is how many characters of base64 an inline address has at most, unless a program says
// otherwise (section 12).
const MaxInlineLen = 100

// NewInline is the address that holds a payload itself (section 9). It fails with [UnsupportedBackend]
// where the base64 has more than maxLen characters: a program then stores the payload elsewhere.
func NewInline(namespace, name string, codec *Codec, bytes []byte, maxLen int) (Address, error) {
	data := base64.StdEncoding.EncodeToString(bytes)
	query := "data=" + escape(data, isUnreserved)
	if codec.Name != CBOR.Name {
		query += "&codec=" + codec.Name
	}
	address := Address{Scheme: "inline", Namespace: namespace, Name: name, Query: query}
	if err := address.check(); err != nil {
		return Address{}, err
	}
	if len(data) > maxLen {
		return Address{}, errorf(UnsupportedBackend, "the payload has %d characters of base64, of %d", len(data), maxLen)
	}
	return address, nil
}

// readInline returns the data of an inline address.
func (a Address) readInline(codecs []*Codec) (any, error) {
	data, ok, err := a.field("data")
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, badAddress("an inline address has no data")
	}
	bytes, err := base64.StdEncoding.DecodeString(data)
	// The decoder skips line breaks: only what is written in the same way again is that way.
	if err != nil || base64.StdEncoding.EncodeToString(bytes) != data {
		return nil, badAddress("the data of an inline address is no base64 with padding")
	}
	name, ok, err := a.field("codec")
	if err != nil {
		return nil, err
	}
	codec := codecs[0]
	if ok {
		if codec, err = codecNamed(codecs, name); err != nil {
			return nil, err
		}
	}
	return codec.Decode(bytes)
}

// field returns the value of a field of the query, decoded. It MUST NOT stand twice; those of other
// names are not looked at.
func (a Address) field(name string) (value string, ok bool, err error) {
	for _, field := range strings.Split(a.Query, "&") {
		escaped, found := cutPrefix(field, name+"=")
		if !found {
			continue
		}
		if ok {
			return "", false, badAddress("the field %s stands twice", name)
		}
		if value, err = unescape(strings.ReplaceAll(escaped, "+", " ")); err != nil {
			return "", false, err
		}
		ok = true
	}
	return value, ok, nil
}

// cutPrefix is strings.CutPrefix, which came with Go 1.20.
func cutPrefix(text, prefix string) (after string, found bool) {
	return strings.TrimPrefix(text, prefix), strings.HasPrefix(text, prefix)
}
