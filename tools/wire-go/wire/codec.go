// Package wire reads and writes what travels between programs that use kstash: addresses, encoded
// payloads, inline addresses, shared links and references in messages. It was written from WIRE.md and
// its vectors alone; the sections that comments cite are those of that page.
package wire

import "strings"

// Codec turns data (section 6) into bytes and back. Encode fails with [InvalidData], Decode with
// [StashCorrupted].
type Codec struct {
	// Name marks inline addresses: codec=msgpack.
	Name string
	// ContentTypes are those that it reads; the first is the one that it writes.
	ContentTypes []string

	append func(out []byte, data any, depth int) ([]byte, error)
	read   func(in *input, depth int) (any, error)
}

// The codecs of section 5.
var (
	CBOR = &Codec{
		Name:         "cbor",
		ContentTypes: []string{"application/cbor"},
		append:       appendCBOR,
		read:         readCBOR,
	}
	Msgpack = &Codec{
		Name: "msgpack",
		ContentTypes: []string{
			"application/vnd.msgpack", "application/msgpack", "application/x-msgpack", "binary/octet-stream",
		},
		append: appendMsgpack,
		read:   readMsgpack,
	}
)

// Encode returns the bytes of data: the same for equal data, each time and in each implementation.
func (c *Codec) Encode(data any) ([]byte, error) { return c.append(nil, data, 0) }

// Decode returns the data of bytes.
func (c *Codec) Decode(bytes []byte) (any, error) { return whole(bytes, c.read) }

// codecNamed returns the codec of a reader that the mark of an inline address names.
func codecNamed(codecs []*Codec, name string) (*Codec, error) {
	for _, codec := range codecs {
		if codec.Name == name {
			return codec, nil
		}
	}
	return nil, errorf(UnsupportedOperation, "the address names the codec %q, which this reader has not", name)
}

// codecOfType returns the codec that claims a content type, without parameters and in either case.
func codecOfType(codecs []*Codec, contentType string) (*Codec, error) {
	essence, _, _ := strings.Cut(contentType, ";")
	essence = strings.ToLower(strings.TrimSpace(essence))
	for _, codec := range codecs {
		for _, claimed := range codec.ContentTypes {
			if claimed == essence {
				return codec, nil
			}
		}
	}
	for _, other := range []*Codec{CBOR, Msgpack} {
		for _, claimed := range other.ContentTypes {
			if claimed == essence {
				return nil, errorf(UnsupportedOperation, "%q is read by the codec %s, which this reader has not", contentType, other.Name)
			}
		}
	}
	return nil, errorf(UnsupportedOperation, "no codec claims the content type %q", contentType)
}
